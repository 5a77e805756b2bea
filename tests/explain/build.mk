# The program that prints every statement of the stores. Statements are static, so each store's source is included in
# a file that lists its own; the store's functions are then those of that file and not the library's.

EXPLAIN        := $(BUILD)/tests/explain/statements
EXPLAIN_STORES := $(patsubst lib/store/%.c,%,$(shell grep -l '^static const struct db_statement' lib/store/*.c))
EXPLAIN_LISTS  := $(patsubst %,$(BUILD)/gen/explain/%.c,$(EXPLAIN_STORES))
EXPLAIN_OBJ    := $(patsubst $(BUILD)/gen/%.c,$(BUILD)/obj/gen/%.o,$(EXPLAIN_LISTS)) $(BUILD)/obj/gen/explain/stores.o
TEST_PROGRAMS  += $(EXPLAIN)

$(BUILD)/gen/explain/%.c: lib/store/%.c tests/explain/list-statements
	@mkdir -p $(@D)
	$(Q)tests/explain/list-statements $< >$@

$(BUILD)/gen/explain/stores.c: tests/explain/build.mk $(BUILD)/members
	@mkdir -p $(@D)
	$(Q){ echo '#include "tests/explain/statements.h"'; \
		printf 'extern const struct db_statement *const explain_%s[];\n' $(EXPLAIN_STORES); \
		echo 'const struct explained_store explained_stores[] = {'; \
		for store in $(EXPLAIN_STORES); do echo "	{ \"$$store\", explain_$$store },"; done; \
		echo '	{ 0 },'; echo '};'; } >$@

$(EXPLAIN): $(call object,$(wildcard tests/explain/*.c)) $(EXPLAIN_OBJ) $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -Wl,--wrap=db_run,--wrap=db_run_once -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS)

-include $(EXPLAIN_OBJ:.o=.d)
