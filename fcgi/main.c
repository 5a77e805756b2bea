/*
 * The FastCGI door: a responder that a web server starts and gives one request after the
 * other (FastCGI 1.0, section 6.2). Started as a plain CGI program it answers that one request.
 */
#include "app/app.h"
#include "base/watch.h"
#include "fcgi/record.h"
#include "http/cgi_gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcgiapp.h>

#define LISTENER 0
#define TICK_SECONDS 5
#define ACCEPT_FAILURES 100
#define LARGE_BYTES (128 * 1024)
#define STREAM_BYTES 8000

static volatile sig_atomic_t asked_to_stop;

static void ask_to_stop(int signal_number)
{
	(void)signal_number;
	asked_to_stop = 1;
}

/*
 * Handlers of our own, before FCGX_Init would set its: a signal in the middle of reading a
 * body must not cut it short, so they restart system calls and are let through only while
 * we wait for a request.
 */
static void set_up_signals(sigset_t *while_waiting)
{
	static const int stopping[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1 };
	struct sigaction stop = { .sa_handler = ask_to_stop, .sa_flags = SA_RESTART };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++) {
		sigaction(stopping[i], &stop, NULL);
		sigaddset(&blocked, stopping[i]);
	}
	sigaction(SIGPIPE, &ignore, NULL);
	sigprocmask(SIG_BLOCK, &blocked, while_waiting);
	for (size_t i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++)
		sigdelset(while_waiting, stopping[i]);
}

/*
 * What a large request took goes back to the system with it. Left alone, glibc keeps more the larger the largest
 * request was, in each of the many processes of a shared host.
 */
static void keep_little_memory(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
	mallopt(M_TRIM_THRESHOLD, LARGE_BYTES);
#endif
}

/* The executable that runs here, as it was at the start. */
struct program {
	char path[4096];      /* empty where it is not known */
	struct watch watch;
	struct stat started;
};

/* The file is opened to look at it: of its name alone, valgrind takes itself to be meant. */
static void program_remember(struct program *program)
{
	ssize_t length = readlink("/proc/self/exe", program->path, sizeof(program->path) - 1);

	watch_begin(&program->watch, "/proc/self/exe");
	program->path[length > 0 ? length : 0] = '\0';
	if (program->watch.descriptor < 0 || fstat(program->watch.descriptor, &program->started) != 0)
		program->path[0] = '\0';
}

/* What became of the file under our name. */
enum fate {
	STANDS,
	IS_REPLACED,    /* by another file: a newer version waits */
	IS_GONE,        /* perhaps just for a moment: what is asked meanwhile is still for us */
};

static enum fate program_fate(const struct program *program)
{
	struct stat now;

	if (!*program->path || !watch_is_touched(&program->watch))
		return STANDS;
	if (stat(program->path, &now) != 0)
		return IS_GONE;
	return now.st_ino != program->started.st_ino || now.st_dev != program->started.st_dev ? IS_REPLACED : STANDS;
}

static long read_body(void *context, char *bytes, size_t length)
{
	FCGX_Request *request = context;
	int got = FCGX_GetStr(bytes, (int)length, request->in);

	return got == 0 && FCGX_GetError(request->in) ? -1 : got;
}

/* libfcgi cuts what it is given into records of 8 KiB and writes each by itself; a longer answer goes out as one. */
static bool write_answer(void *context, const char *bytes, size_t length)
{
	FCGX_Request *request = context;

	if (length > STREAM_BYTES)
		return FCGX_FFlush(request->out) == 0 &&
		       record_write_output(request->ipcFd, request->requestId, bytes, length);
	return FCGX_PutStr(bytes, (int)length, request->out) == (int)length;
}

static bool flush_answer(void *context)
{
	FCGX_Request *request = context;

	return FCGX_FFlush(request->out) == 0;
}

static void answer(struct app *app, FCGX_Request *request)
{
	const struct gateway gateway = {
		.params = request->envp,
		.context = request,
		.read = read_body,
		.write = write_answer,
		.flush = flush_answer,
	};

	app_answer(app, &gateway);
	FCGX_Finish_r(request);
}

/* Waits for a connection; false after a tick without one, or with a signal. */
static bool wait_for_request(const sigset_t *while_waiting)
{
	struct pollfd listener = { .fd = LISTENER, .events = POLLIN };
	struct timespec tick = { .tv_sec = TICK_SECONDS };

	return !asked_to_stop && ppoll(&listener, 1, &tick, while_waiting) > 0;
}

/* Why a process stops serving. */
enum leaving {
	LEAVES_FOR_GOOD,
	LEAVES_TO_SUCCESSOR,    /* a connection waits already, which a web server would count as lost */
};

static bool must_make_room(struct app *app, const struct program *program, bool is_asked)
{
	enum fate fate = program_fate(program);

	return fate == IS_REPLACED || (fate == IS_GONE && !is_asked) || app_is_outdated(app);
}

static enum leaving serve(struct app *app, const struct program *program, const sigset_t *while_waiting)
{
	FCGX_Request request;
	int idle_seconds = 0;
	int failures = 0;
	int accepted;
	bool is_asked, is_outdated;

	/* Processes that share a socket all wake up for one connection; the others go on waiting. */
	fcntl(LISTENER, F_SETFL, fcntl(LISTENER, F_GETFL) | O_NONBLOCK);
	FCGX_InitRequest(&request, LISTENER, FCGI_FAIL_ACCEPT_ON_INTR);
	for (;;) {
		is_asked = wait_for_request(while_waiting);
		idle_seconds += is_asked ? 0 : TICK_SECONDS;
		/* With a request at the door: what was changed before it came counts for it. */
		is_outdated = must_make_room(app, program, is_asked);
		if (asked_to_stop || is_outdated || failures >= ACCEPT_FAILURES)
			break;
		if (!is_asked) {
			app_idle(app, idle_seconds);
			continue;
		}
		accepted = FCGX_Accept_r(&request);
		if (accepted < 0) {
			/* Another process of this socket was faster: that is no trouble. */
			failures += accepted != -EAGAIN;
			continue;
		}
		idle_seconds = 0;
		failures = 0;
		answer(app, &request);
	}
	FCGX_Free(&request, 1);
	/* mod_fcgid asks no process of an old version again: one that nobody asks is not worth keeping. */
	return is_outdated && !asked_to_stop && is_asked ? LEAVES_TO_SUCCESSOR : LEAVES_FOR_GOOD;
}

static const char *config_argument(int count, char **arguments)
{
	if (count == 3 && strcmp(arguments[1], "--config") == 0)
		return arguments[2];
	return NULL;
}

int main(int count, char **arguments)
{
	const char *config_path = config_argument(count, arguments);
	enum leaving leaving = LEAVES_FOR_GOOD;
	struct program program;
	sigset_t while_waiting;
	struct app *app;

	if (count > 1 && !config_path) {
		fprintf(stderr, "usage: %s [--config FILE]\n", arguments[0]);
		return 2;
	}
	keep_little_memory();
	set_up_signals(&while_waiting);
	program_remember(&program);
	app = app_new(config_path);
	if (!app)
		return 1;
	if (FCGX_Init() == 0 && FCGX_IsCGI()) {
		struct gateway gateway = cgi_gateway();

		app_answer(app, &gateway);
	} else {
		leaving = serve(app, &program, &while_waiting);
	}
	app_free(app);
	/* The listening socket stays open meanwhile. Where this fails, the web server starts the successor. */
	if (leaving == LEAVES_TO_SUCCESSOR)
		execv(program.path, arguments);
	return 0;
}
