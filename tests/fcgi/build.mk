# The tests of the FastCGI door want a program that overwrites a request's memory when it is over, whatever the variant,
# and the unit test that shows that it does.

ifeq ($(filter asan debug,$(VARIANT)),)
FCGI_TEST_BUILD := $(addprefix build/debug/,bin/taskdesk.fcgi tests/unit/arena)
TEST_PROGRAMS += test-build

.PHONY: test-build
test-build:
	$(Q)$(MAKE) --no-print-directory VARIANT=debug $(FCGI_TEST_BUILD)
endif
