# The conformance fixture: the product's FastCGI door and library with the fixture in place of lib/app.

CONFORMANCE_FIXTURE := $(BUILD)/tests/conformance/fixture.fcgi
TEST_PROGRAMS += $(CONFORMANCE_FIXTURE)

$(CONFORMANCE_FIXTURE): $(call object,$(wildcard fcgi/*.c tests/conformance/*.c)) $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -o $@.$$$$ $(filter %.o,$^) $(LIBRARY) -lfcgi $(LIBS) && mv $@.$$$$ $@
