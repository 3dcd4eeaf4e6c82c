/*
 * Stands in for the PF_KEY sockets (RFC 2367) of a kernel without IPsec, so that openiked starts and negotiates there.
 * Preloaded: such a socket becomes one end of a pair, and a thread at the other end agrees to everything. Nothing is ever
 * protected by the SAs that openiked then believes to have installed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <linux/pfkeyv2.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000 };

/* Its processes pass the socket on to each other, under other numbers. No other of their sockets is of this kind. */
static int is_kernel(int fd)
{
	int type = 0;
	socklen_t length = sizeof type;

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_SEQPACKET;
}

static void *answer(void *end)
{
	int fd = (int)(intptr_t)end;
	uint32_t spi = 0x1000;
	union {
		struct sadb_msg msg;
		char octets[8192];
	} request;

	for (;;) {
		ssize_t received = read(fd, &request, sizeof request);
		if (received < 0 && errno == EINTR)
			continue;
		if (received < (ssize_t)sizeof request.msg)
			break;
		struct {
			struct sadb_msg msg;
			struct sadb_sa sa;
		} reply = {.msg = request.msg};
		size_t length = sizeof reply.msg;

		if (request.msg.sadb_msg_type == SADB_GETSPI) {
			reply.sa.sadb_sa_len = sizeof reply.sa / 8;
			reply.sa.sadb_sa_exttype = SADB_EXT_SA;
			reply.sa.sadb_sa_spi = htonl(++spi);
			length += sizeof reply.sa;
		}
		if (request.msg.sadb_msg_type == SADB_GET)
			reply.msg.sadb_msg_errno = ESRCH;
		reply.msg.sadb_msg_len = length / 8;
		if (write(fd, &reply, length) < 0)
			break;
	}
	close(fd);
	return NULL;
}

int socket(int domain, int type, int protocol)
{
	int (*real)(int, int, int) = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
	int ends[2];
	pthread_t thread;
	sigset_t all, before;
	int failed;

	if (domain != PF_KEY)
		return real(domain, type, protocol);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
		return -1;
	/* Its signals are for its own thread. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&thread, NULL, answer, (void *)(intptr_t)ends[1]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (failed)
		return -1;
	pthread_detach(thread);
	return ends[0];
}

/* openiked takes a kernel that has not answered in a second for dead; a busy machine may not run the thread so soon. */
int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	int (*real)(struct pollfd *, nfds_t, int) = (int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");

	if (count == 1 && timeout > 0 && is_kernel(fds[0].fd))
		timeout = PATIENCE_MS;
	return real(fds, count, timeout);
}

/* Its IKE sockets are to bypass IPsec, which such a kernel refuses. */
int setsockopt(int fd, int level, int option, const void *value, socklen_t length)
{
	int (*real)(int, int, int, const void *, socklen_t) =
		(int (*)(int, int, int, const void *, socklen_t))dlsym(RTLD_NEXT, "setsockopt");

	if ((level == IPPROTO_IP && option == IP_IPSEC_POLICY) || (level == IPPROTO_IPV6 && option == IPV6_IPSEC_POLICY))
		return 0;
	return real(fd, level, option, value, length);
}
