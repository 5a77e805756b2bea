/*
 * Sends one kind of request over several kept-alive connections, a fixed number of times, and says what it took.
 * usage: load --port N --path PATH --request FILE [--connections N] [--requests N] [--want TEXT]
 *             [--tasks ID,ID,…] [--cpu NAME=PID,PID…]…
 *
 * The file holds header lines, an empty line and the body. In it, @n@ becomes a number that no other request has,
 * @task@ the connection's task, @version@ the version that this task has by now, and @day@ a day from 01 to 28 that is
 * another with each version. Every answer must have status 200 and the wanted text in it. One line is printed: name=value, times in microseconds, CPU time per request.
 */
#include "clocks.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MOST 64
#define REQUEST_BYTES 131072
#define ANSWER_BYTES 1048576
#define GROUPS_MOST 8

struct connection {
	int socket;
	char answer[ANSWER_BYTES];
	size_t received;
	size_t expected;        /* whole answer, head included; 0 while the head is not there */
	double sent_at;
	long long task;
	long long version;
	int is_waiting;
};

struct load {
	int port;
	const char *path;
	char head[REQUEST_BYTES];
	const char *body;
	const char *want;
	size_t connection_count;
	long wanted, sent, answered, failed;
	long long next_number;
	double *latencies;
	size_t answer_bytes;
	struct clock_group groups[GROUPS_MOST];
	size_t group_count;
	struct connection connections[CONNECTIONS_MOST];
};

static struct load load_of_this_process = {
	.connection_count = 8,
	.wanted = 1000,
	.want = "\"result\":{",
};

static _Noreturn void give_up(const char *doing)
{
	fprintf(stderr, "%s: %s\n", doing, strerror(errno));
	exit(1);
}

static void connect_again(const struct load *load, struct connection *connection)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)load->port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int on = 1;

	if (connection->socket >= 0)
		close(connection->socket);
	connection->socket = socket(AF_INET, SOCK_STREAM, 0);
	if (connection->socket < 0 || connect(connection->socket, (struct sockaddr *)&address, sizeof(address)))
		give_up("connect");
	setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

/* Copies the text with its marks replaced; returns the length. */
static size_t fill(const struct connection *connection, long long number, const char *text, char *out, size_t room)
{
	const struct {
		const char *mark;
		long long value;
		int digits;
	} marks[] = {
		{ "@n@", number, 1 },
		{ "@task@", connection->task, 1 },
		{ "@version@", connection->version, 1 },
		{ "@day@", 1 + connection->version % 28, 2 },
	};
	size_t length = 0;

	while (*text && length + 32 < room) {
		size_t known = 0;

		for (size_t i = 0; *text == '@' && !known && i < sizeof(marks) / sizeof(marks[0]); i++) {
			if (strncmp(text, marks[i].mark, strlen(marks[i].mark)) != 0)
				continue;
			known = strlen(marks[i].mark);
			length += (size_t)sprintf(out + length, "%0*lld", marks[i].digits, marks[i].value);
		}
		if (!known)
			out[length++] = *text;
		text += known ? known : 1;
	}
	out[length] = '\0';
	return length;
}

static void send_request(struct load *load, struct connection *connection)
{
	static char body[REQUEST_BYTES], request[2 * REQUEST_BYTES];
	long long number = load->next_number++;
	size_t body_bytes = fill(connection, number, load->body, body, sizeof(body));
	size_t length = (size_t)snprintf(request, sizeof(request),
					 "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: %zu\r\n%s\r\n",
					 load->path, load->port, body_bytes, load->head);

	memcpy(request + length, body, body_bytes + 1);
	length += body_bytes;
	connection->received = connection->expected = 0;
	connection->is_waiting = 1;
	connection->version++;
	connection->sent_at = wall_microseconds();
	load->sent++;
	if (send(connection->socket, request, length, MSG_NOSIGNAL) != (ssize_t)length)
		give_up("send");
}

static const char *header(const char *head, const char *name)
{
	const char *at = strcasestr(head, name);

	return at ? at + strlen(name) : NULL;
}

static int closes(const char *head)
{
	const char *connection = header(head, "\r\nconnection: ");

	return connection && strncasecmp(connection, "close", 5) == 0;
}

/* Learns from the head how long the answer is; returns whether all of it is there. */
static int is_whole(struct connection *connection)
{
	const char *end, *length;

	connection->answer[connection->received] = '\0';
	if (!connection->expected) {
		end = strstr(connection->answer, "\r\n\r\n");
		if (!end)
			return 0;
		length = header(connection->answer, "\r\ncontent-length: ");
		if (!length) {
			fprintf(stderr, "an answer without Content-Length:\n%.400s\n", connection->answer);
			exit(1);
		}
		connection->expected = (size_t)(end + 4 - connection->answer) + (size_t)atol(length);
	}
	return connection->received >= connection->expected;
}

static void judge(struct load *load, struct connection *connection)
{
	const char *body = strstr(connection->answer, "\r\n\r\n") + 4;

	load->latencies[load->answered++] = wall_microseconds() - connection->sent_at;
	load->answer_bytes = strlen(body);
	if (strncmp(connection->answer, "HTTP/1.1 200", 12) == 0 && (!*load->want || strstr(body, load->want)))
		return;
	if (!load->failed++)
		fprintf(stderr, "an answer that is not as it should be:\n%.1500s\n", connection->answer);
}

static void receive(struct load *load, struct connection *connection)
{
	ssize_t got = recv(connection->socket, connection->answer + connection->received,
			   sizeof(connection->answer) - 1 - connection->received, 0);

	if (got <= 0)
		give_up("receive");
	connection->received += (size_t)got;
	if (!is_whole(connection))
		return;
	connection->is_waiting = 0;
	judge(load, connection);
	if (closes(connection->answer))
		connect_again(load, connection);
	if (load->sent < load->wanted)
		send_request(load, connection);
}

static void run(struct load *load)
{
	struct pollfd polled[CONNECTIONS_MOST];

	for (size_t i = 0; i < load->connection_count; i++) {
		polled[i] = (struct pollfd){ .events = POLLIN };
		load->connections[i].socket = -1;
		connect_again(load, &load->connections[i]);
	}
	for (size_t i = 0; i < load->connection_count && load->sent < load->wanted; i++)
		send_request(load, &load->connections[i]);
	while (load->answered < load->sent) {
		for (size_t i = 0; i < load->connection_count; i++)
			polled[i].fd = load->connections[i].is_waiting ? load->connections[i].socket : -1;
		if (poll(polled, load->connection_count, 20000) <= 0)
			give_up("nothing came for twenty seconds");
		for (size_t i = 0; i < load->connection_count; i++)
			if (polled[i].fd >= 0 && polled[i].revents)
				receive(load, &load->connections[i]);
	}
}

static void read_tasks(struct load *load, const char *ids)
{
	char *end = NULL;

	for (size_t i = 0; i < CONNECTIONS_MOST && *ids; i++) {
		load->connections[i].task = strtoll(ids, &end, 10);
		load->connections[i].version = 1;
		ids = end + (*end == ',');
	}
}

/* The head's lines end as HTTP wants it, whatever they end with in the file. */
static void read_request(struct load *load, const char *path)
{
	static char text[REQUEST_BYTES];
	FILE *file = fopen(path, "r");
	size_t got = file ? fread(text, 1, sizeof(text) - 1, file) : 0;
	char *body = got ? strstr(text, "\n\n") : NULL;
	size_t length = 0;

	if (!body)
		give_up(path);
	fclose(file);
	*body = '\0';
	load->body = body + 2;
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		length += (size_t)snprintf(load->head + length, sizeof(load->head) - length, "%s\r\n", line);
}

static int take_option(struct load *load, const char *name, const char *value)
{
	if (strcmp(name, "--port") == 0)
		load->port = atoi(value);
	else if (strcmp(name, "--path") == 0)
		load->path = value;
	else if (strcmp(name, "--request") == 0)
		read_request(load, value);
	else if (strcmp(name, "--connections") == 0)
		load->connection_count = (size_t)atol(value);
	else if (strcmp(name, "--requests") == 0)
		load->wanted = atol(value);
	else if (strcmp(name, "--want") == 0)
		load->want = value;
	else if (strcmp(name, "--tasks") == 0)
		read_tasks(load, value);
	else if (strcmp(name, "--cpu") == 0 && load->group_count < GROUPS_MOST)
		return clock_group_read(&load->groups[load->group_count++], value);
	else
		return 0;
	return 1;
}

static void print(struct load *load, double spent)
{
	double answered = (double)load->answered;
	double cpu = 0;

	for (size_t i = 0; i < load->group_count; i++) {
		double each = clock_group_spent(&load->groups[i]) / answered;

		printf("cpu_%s=%.2f ", load->groups[i].name, each);
		cpu += each;
	}
	printf("cpu=%.2f requests=%ld failed=%ld per_second=%.0f p50=%.0f p99=%.0f answer_bytes=%zu\n", cpu, load->answered,
	       load->failed, answered / spent * 1e6, quantile(load->latencies, (size_t)load->answered, 0.5),
	       quantile(load->latencies, (size_t)load->answered, 0.99), load->answer_bytes);
}

int main(int count, char **arguments)
{
	struct load *load = &load_of_this_process;
	struct timespec now;
	double began;

	for (int i = 1; i < count; i += 2) {
		if (i + 1 < count && take_option(load, arguments[i], arguments[i + 1]))
			continue;
		fprintf(stderr, "load: what is %s?\n", arguments[i]);
		return 2;
	}
	if (!load->port || !load->path || !load->body || !load->connection_count ||
	    load->connection_count > CONNECTIONS_MOST)
		return 2;
	clock_gettime(CLOCK_REALTIME, &now);
	load->next_number = (long long)now.tv_sec * 1000000000 + now.tv_nsec;
	load->latencies = calloc((size_t)load->wanted, sizeof(*load->latencies));
	if (!load->latencies)
		give_up("memory");
	for (size_t i = 0; i < load->group_count; i++)
		clock_group_begin(&load->groups[i]);
	began = wall_microseconds();
	run(load);
	print(load, wall_microseconds() - began);
	return load->failed ? 1 : 0;
}
