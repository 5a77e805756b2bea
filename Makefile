# Builds Taskdesk: one library, two doors for the web server, one administrator's command.
# Every file in lib/*/ goes into the library; fcgi/, cgi/ and ctl/ each make one program.

ifeq ($(origin CC),default)
CC := $(if $(filter clang,$(VARIANT)),clang,gcc)
endif

# plain is what people run; asan finds memory errors; debug is for valgrind; clang is plain by the other compiler.
VARIANT ?= $(if $(findstring clang,$(CC)),clang,plain)
PORT    ?= 8000
BUILD   := build/$(VARIANT)

# The scripts read these.
export PORT
export TASKDESK_VARIANT := $(VARIANT)

WARNINGS  := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef \
	     -Wpointer-arith -Wwrite-strings -Wcast-qual
HARDENING := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
SANITIZER := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

FLAGS_plain := -O2 $(HARDENING)
FLAGS_clang := -O2 $(HARDENING)
FLAGS_debug := -O1 -DTASKDESK_TEST_BUILD
FLAGS_asan  := -O1 -DTASKDESK_TEST_BUILD $(SANITIZER)

# The programs are optimized as a whole, which takes 2 % off a request; tests are linked from the same objects without it.
LTO_plain := -flto=auto -ffat-lto-objects
LTO       := $(LTO_$(VARIANT))

ifeq ($(FLAGS_$(VARIANT)),)
$(error VARIANT=$(VARIANT) is unknown: use plain, clang, debug or asan)
endif

# Foreign headers are not ours to warn about, hence -isystem.
FOREIGN  := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags json-c libmariadb 2>/dev/null))
COMPILE  := -std=c17 -D_GNU_SOURCE -g $(FLAGS_$(VARIANT)) $(LTO) -fPIE $(WARNINGS) -Ilib -I. $(FOREIGN) $(CFLAGS)
LINKING  := $(filter -f%,$(FLAGS_$(VARIANT))) -pie -Wl,-z,relro,-z,now -Wl,--as-needed -Wl,-O1 -Wl,--hash-style=gnu $(LDFLAGS)
LINK     := $(if $(LTO),-fno-lto) $(LINKING)
LINK_WHOLE := $(if $(LTO),-O2 $(LTO)) $(LINKING)
LIBS     := $(shell pkg-config --libs json-c libmariadb 2>/dev/null) -lscrypt -lcjose -lcrypto

object    = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIBRARY  := $(BUILD)/libtaskdesk.a
LIB_OBJ  := $(call object,$(wildcard lib/*/*.c)) $(BUILD)/obj/gen/migrations.o
PROGRAMS := $(addprefix $(BUILD)/bin/,taskdesk.fcgi taskdesk.cgi taskdeskctl)
UNIT     := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*.c))

# What the build prints: one short line a file, or the commands themselves with V=1.
Q   := $(if $(V),,@)
say  = $(if $(V),@:,@printf '  %-4s %s\n' $(1) $(2))
# Targets that start other makes hand them every processor, unless -j was given.
JOBS = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all test-programs packages run start stop status test bench bench-scale clean help FORCE

all: $(PROGRAMS) ## build build/<variant>/bin/ (VARIANT=plain|clang|debug|asan, V=1 shows commands)

ifeq ($(FOREIGN),)
$(BUILD)/flags: no-libraries
no-libraries:
	@echo "The libraries are missing: run 'make packages' first, or 'make run', which does it too." >&2; exit 1
endif

# A stamp is rewritten only when its text changes, so what depends on it is made again exactly then.
define stamp
$(1): FORCE
	@mkdir -p $$(@D) && { echo '$(2)' | cmp -s - $$@ || echo '$(2)' >$$@; }
endef
$(eval $(call stamp,$(BUILD)/flags,$(CC) $(COMPILE) $(LINK) $(LINK_WHOLE) $(LIBS)))
$(eval $(call stamp,$(BUILD)/members,$(LIB_OBJ) $(wildcard sql/*.sql)))

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(COMPILE) -MMD -MP -c -o $@ $<

$(BUILD)/gen/migrations.c: scripts/embed-migrations $(wildcard sql/*.sql) $(BUILD)/members
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)scripts/embed-migrations $(sort $(filter %.sql,$^)) >$@

$(LIBRARY): $(LIB_OBJ) $(BUILD)/members
	$(call say,AR,$@)
	$(Q)ar rcsD $@.$$$$ $(LIB_OBJ) && mv $@.$$$$ $@

$(BUILD)/bin/taskdesk.fcgi: $(call object,$(wildcard fcgi/*.c))
$(BUILD)/bin/taskdesk.cgi:  $(call object,$(wildcard cgi/*.c))
$(BUILD)/bin/taskdeskctl:   $(call object,$(wildcard ctl/*.c))
$(BUILD)/bin/taskdesk.fcgi: EXTRA_LIBS := -lfcgi
$(BUILD)/bin/taskdeskctl:   EXTRA_LIBS := -lcsv
$(UNIT):                    EXTRA_LIBS := -lcmocka -lcsv
$(UNIT): $(BUILD)/%: $(BUILD)/obj/%.o

$(PROGRAMS): LINK := $(LINK_WHOLE)

# A program appears whole or not at all: workers that run the one before notice and make room.
$(PROGRAMS) $(UNIT): $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LINK) -o $@.$$$$ $(filter %.o,$^) $(LIBRARY) $(EXTRA_LIBS) $(LIBS) && mv $@.$$$$ $@

# A folder of tests that builds programs of its own says how in a build.mk, and adds them to TEST_PROGRAMS.
TEST_PROGRAMS := $(UNIT)
include $(wildcard tests/*/build.mk)
test-programs: $(TEST_PROGRAMS)

packages: ## install the packages that building and serving need (asks for sudo when not root)
	@scripts/install-packages run

run: ## serve on http://localhost:8000/mcp in the foreground; Ctrl-C stops (PORT=8001 changes it)
	@scripts/serve run

start: ## the same in the background; returns once it serves
	@scripts/serve start

stop: ## stop what run or start began
	@scripts/serve stop

status: ## say what is running
	@scripts/serve status || :

test: ## install what the tests need, build, run every test (SUITES="unit wire" runs some)
	@scripts/install-packages test
	@$(MAKE) --no-print-directory $(JOBS) all test-programs
	@tests/support/install-clients.sh
	@tests/run $(SUITES)

bench: ## measure against floor programs
	@scripts/install-packages test
	@$(MAKE) --no-print-directory $(JOBS) all test-programs
	@tests/bench/run

bench-scale: ## measure with 1000000 tasks against none, 300 times each (TASKS=100000 TIMES=100)
	@scripts/install-packages test
	@$(MAKE) --no-print-directory $(JOBS) all
	@tests/bench/scale/run $(or $(TASKS),1000000) $(or $(TIMES),300)

clean: ## remove what was built (data in var/ stays)
	rm -rf build

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

-include $(patsubst %.o,%.d,$(LIB_OBJ) $(call object,$(wildcard fcgi/*.c cgi/*.c ctl/*.c tests/*/*.c)))
