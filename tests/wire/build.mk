# What starts a CGI program for a wire case, and the conformance fixture behind the CGI door.

WITH_VARIABLES := $(BUILD)/tests/wire/with-variables
FIXTURE_CGI    := $(BUILD)/tests/wire/fixture.cgi
TEST_PROGRAMS  += $(WITH_VARIABLES) $(FIXTURE_CGI)

$(WITH_VARIABLES): $(call object,tests/wire/with-variables.c)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -o $@ $^

$(FIXTURE_CGI): $(call object,cgi/main.c $(wildcard tests/conformance/*.c)) $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -o $@ $(filter %.o,$^) $(LIBRARY) $(LIBS)
