#include "base/watch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of all a file's times this one moves also when its name is taken from it. */
static bool read_change(int descriptor, struct timespec *changed_at)
{
	struct stat status;

	if (descriptor < 0 || fstat(descriptor, &status) != 0 || status.st_nlink == 0)
		return false;
	*changed_at = status.st_ctim;
	return true;
}

void watch_begin(struct watch *watch, const char *path)
{
	watch->descriptor = open(path, O_PATH | O_CLOEXEC);
	if (!read_change(watch->descriptor, &watch->changed_at))
		watch_end(watch);
}

void watch_end(struct watch *watch)
{
	if (watch->descriptor >= 0)
		close(watch->descriptor);
	watch->descriptor = -1;
}

bool watch_is_touched(const struct watch *watch)
{
	struct timespec now;

	return !read_change(watch->descriptor, &now) || now.tv_sec != watch->changed_at.tv_sec ||
	       now.tv_nsec != watch->changed_at.tv_nsec;
}
