# The bench's programs: floors to measure against, and what measures.

BENCH := $(BUILD)/tests/bench
BENCH_PROGRAMS := $(addprefix $(BENCH)/,floor.fcgi floor.cgi load start statements)
TEST_PROGRAMS += $(BENCH_PROGRAMS)

$(BENCH)/floor.fcgi: $(call object,$(addprefix tests/bench/,floor_fcgi.c floor_work.c statement.c))
$(BENCH)/floor.fcgi: EXTRA_LIBS := -lfcgi
$(BENCH)/floor.cgi:  $(call object,$(addprefix tests/bench/,floor_cgi.c floor_work.c statement.c))
$(BENCH)/load:       $(call object,$(addprefix tests/bench/,load.c clocks.c))
$(BENCH)/start:      $(call object,$(addprefix tests/bench/,start.c clocks.c))
$(BENCH)/statements: $(call object,$(addprefix tests/bench/,statements.c statement.c clocks.c))

# As the product's programs are.
$(BENCH)/floor.fcgi $(BENCH)/floor.cgi: LINK := $(LINK_WHOLE)

$(BENCH_PROGRAMS): $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -o $@ $(filter %.o,$^) $(EXTRA_LIBS) $(LIBS)
