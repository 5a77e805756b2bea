# Every SQL statement of the stores in one program: their files are compiled once more with each statement in a
# section of its own, where the program finds them all without a list that somebody could forget to add to.

STATEMENTS        := $(BUILD)/tests/drift/statements
STATEMENT_SOURCES := $(shell grep -lrE '^static const struct db_statement [a-z_]+' lib --include=*.c)
STATEMENT_OBJECTS := $(patsubst lib/%.c,$(BUILD)/tests/drift/%.o,$(STATEMENT_SOURCES))
STATEMENT_SECTION := -D'IN_THEIR_SECTION=__attribute__((section("db_statements"), used, aligned(8)))'
TEST_PROGRAMS     += $(STATEMENTS)

$(BUILD)/tests/drift/%.c: lib/%.c
	@mkdir -p $(@D)
	$(Q)sed -E 's/^(static const struct db_statement) ([a-z_])/\1 IN_THEIR_SECTION \2/' $< >$@

$(BUILD)/tests/drift/%.o: $(BUILD)/tests/drift/%.c $(BUILD)/flags
	$(call say,CC,$<)
	$(Q)$(CC) $(COMPILE) $(STATEMENT_SECTION) -MMD -MP -c -o $@ $<

$(STATEMENTS): $(call object,$(wildcard tests/drift/*.c)) $(STATEMENT_OBJECTS) $(LIBRARY)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -Wl,--wrap=db_run,--wrap=db_run_once -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS)

-include $(STATEMENT_OBJECTS:.o=.d)
