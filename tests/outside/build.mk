# The product with another idea of which addresses are public, so that strangers' servers can stand on this machine.

LOOPBACK_PROGRAM := $(BUILD)/tests/outside/taskdesk.fcgi
TEST_PROGRAMS += $(LOOPBACK_PROGRAM)

$(LOOPBACK_PROGRAM): $(call object,$(wildcard fcgi/*.c) tests/outside/network.c) $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -o $@.$$$$ $(filter %.o,$^) $(LIBRARY) -lfcgi $(LIBS) && mv $@.$$$$ $@
