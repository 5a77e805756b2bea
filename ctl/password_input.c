#include "ctl/password_input.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool read_line(char *line, size_t capacity)
{
	if (!fgets(line, (int)capacity, stdin))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

bool password_input(char *password, size_t capacity, enum password_source source)
{
	struct termios shown, hidden;
	bool read;

	if (source == PASSWORD_STDIN || tcgetattr(STDIN_FILENO, &shown) != 0)
		return read_line(password, capacity);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	fputs("Password: ", stderr);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	read = read_line(password, capacity);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	return read;
}
