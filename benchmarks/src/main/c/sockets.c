/*
 * The benchmark shapes in plain C: blocking sockets and threads, and one poll(2). It does exactly what the Java
 * implementations do (same messages, same checks, TCP_NODELAY on both sides, both sides in one process), so that it
 * shows what the kernel itself costs.
 *
 *   sockets SHAPE SECONDS VERIFY        prints "VALUE P50 P99", "nan" where a shape has no latencies
 */
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGE = 64, BLOCK = 65536, CONNECTIONS = 100, POLLED = 1000, ACTIVE = 10, BUCKETS = 1 << 20, BUCKET_NANOS = 100 };

static int64_t duration;
static int verify;
static struct sockaddr_in address;
static unsigned char pattern[BLOCK];

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, errno ? strerror(errno) : "wrong data");
    exit(1);
}

static int check(int result, const char *what) {
    if (result < 0) fail(what);
    return result;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static pthread_t start(void *(*body)(void *), void *argument) {
    pthread_t thread;
    errno = pthread_create(&thread, NULL, body, argument);
    if (errno) fail("pthread_create");
    return thread;
}

/* ---- sockets ---- */

static int bound(int type) {
    int s = check(socket(AF_INET, type, 0), "socket");
    socklen_t length = sizeof(address);
    address.sin_family = AF_INET;
    address.sin_port = 0;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    check(bind(s, (struct sockaddr *)&address, sizeof(address)), "bind");
    check(getsockname(s, (struct sockaddr *)&address, &length), "getsockname");
    return s;
}

static int listening(int backlog) {
    int s = bound(SOCK_STREAM);
    check(listen(s, backlog), "listen");
    return s;
}

static int no_delay(int s) {
    int on = 1;
    check(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)), "TCP_NODELAY");
    return s;
}

static int connected(int type) {
    int s = check(socket(AF_INET, type, 0), "socket");
    if (type == SOCK_STREAM) no_delay(s);
    check(connect(s, (struct sockaddr *)&address, sizeof(address)), "connect");
    return s;
}

static int accepted(int listener) {
    return no_delay(check(accept(listener, NULL, NULL), "accept"));
}

static void send_all(int s, const void *from, int length) {
    if (check(send(s, from, length, MSG_NOSIGNAL), "send") != length) fail("short send");
}

/* Returns 0 at the end of the stream. */
static int receive_message(int s, unsigned char *to) {
    int have = 0;
    while (have < MESSAGE) {
        int count = check(recv(s, to + have, MESSAGE - have, 0), "recv");
        if (count == 0) return 0;
        have += count;
    }
    return 1;
}

/* ---- request and response ---- */

static uint32_t *buckets;
static int64_t recorded;

static void record(int64_t nanos) {
    int64_t bucket = nanos / BUCKET_NANOS;
    buckets[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    recorded++;
}

static double percentile(double percent) {
    int64_t rank = (int64_t)ceil(recorded * percent / 100), seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (seen >= rank) return (i + 0.5) * BUCKET_NANOS / 1000;
    }
    return NAN;
}

static void print_latencies(void) {
    printf("%.3f %.3f %.3f\n", percentile(50), percentile(50), percentile(99));
}

static void exchange(int s, unsigned char *request, int64_t number) {
    unsigned char reply[MESSAGE];
    memcpy(request, &number, sizeof(number));
    send_all(s, request, MESSAGE);
    errno = 0;
    if (!receive_message(s, reply) || memcmp(request, reply, MESSAGE) != 0) fail("reply");
}

/* Returns the number of round trips made until the deadline. */
static int64_t ping_pong(int s, int64_t deadline, int with_latencies) {
    unsigned char request[MESSAGE];
    int64_t count = 0, before = now(), after;
    memcpy(request, pattern, MESSAGE);
    do {
        exchange(s, request, count++);
        after = now();
        if (with_latencies) record(after - before);
        before = after;
    } while (after < deadline);
    return count;
}

static void echo(int s) {
    unsigned char message[MESSAGE];
    while (receive_message(s, message)) send_all(s, message, MESSAGE);
    close(s);
}

static void *echo_one(void *listener) {
    echo(accepted(*(int *)listener));
    return NULL;
}

static void tcp_rr(void) {
    int listener = listening(1);
    pthread_t server = start(echo_one, &listener);
    int s = connected(SOCK_STREAM);
    ping_pong(s, now() + duration, 1);
    close(s);
    pthread_join(server, NULL);
    print_latencies();
}

static void *echo_datagrams(void *server) {
    int s = *(int *)server;
    unsigned char message[MESSAGE];
    struct sockaddr_in from;
    for (;;) {
        socklen_t length = sizeof(from);
        int count = check(recvfrom(s, message, MESSAGE, 0, (struct sockaddr *)&from, &length), "recvfrom");
        if (count != MESSAGE) return NULL;
        check(sendto(s, message, MESSAGE, 0, (struct sockaddr *)&from, length), "sendto");
    }
}

static void udp_rr(void) {
    int server = bound(SOCK_DGRAM);
    pthread_t thread = start(echo_datagrams, &server);
    int s = connected(SOCK_DGRAM);
    ping_pong(s, now() + duration, 1);
    send_all(s, "", 1);
    pthread_join(thread, NULL);
    close(s);
    close(server);
    print_latencies();
}

/* ---- stream ---- */

static void *send_blocks(void *unused) {
    int s = connected(SOCK_STREAM);
    int64_t deadline = now() + duration;
    do {
        send_all(s, pattern, BLOCK);
    } while (now() < deadline);
    close(s);
    return unused;
}

static void tcp_stream(void) {
    static unsigned char block[BLOCK];
    int listener = listening(1);
    pthread_t sender = start(send_blocks, NULL);
    int s = accepted(listener), count;
    int64_t total = 0, begin = now();
    while ((count = check(recv(s, block, BLOCK, 0), "recv")) > 0) {
        int at = (int)(total % BLOCK), head = count < BLOCK - at ? count : BLOCK - at;
        errno = 0;
        if (verify && (memcmp(block, pattern + at, head) || memcmp(block + head, pattern, count - head))) fail("stream");
        total += count;
    }
    int64_t end = now();
    close(s);
    pthread_join(sender, NULL);
    errno = 0;
    if (total % BLOCK != 0) fail("stream length");
    printf("%.3f nan nan\n", total * 1000.0 / (end - begin));
}

/* ---- connect, request, response ---- */

static void *serve_connections(void *listener) {
    for (;;) {
        unsigned char message[MESSAGE];
        int s = accepted(*(int *)listener), served = 0;
        while (receive_message(s, message)) {
            send_all(s, message, MESSAGE);
            served = 1;
        }
        close(s);
        if (!served) return NULL;
    }
}

static void tcp_crr(void) {
    unsigned char request[MESSAGE];
    int listener = listening(128);
    pthread_t server = start(serve_connections, &listener);
    int64_t count = 0, begin = now(), end;
    memcpy(request, pattern, MESSAGE);
    do {
        int s = connected(SOCK_STREAM);
        exchange(s, request, count++);
        close(s);
        end = now();
    } while (end - begin < duration);
    close(connected(SOCK_STREAM));
    pthread_join(server, NULL);
    printf("%.3f nan nan\n", count * 1e9 / (end - begin));
}

/* ---- many connections ---- */

static pthread_barrier_t ready;

static void *echo_accepted(void *s) {
    echo((int)(intptr_t)s);
    return NULL;
}

static void *echo_many(void *listener) {
    pthread_t threads[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
        threads[i] = start(echo_accepted, (void *)(intptr_t)accepted(*(int *)listener));
    }
    for (int i = 0; i < CONNECTIONS; i++) pthread_join(threads[i], NULL);
    return NULL;
}

static void *echo_client(void *count) {
    int s = connected(SOCK_STREAM);
    pthread_barrier_wait(&ready);
    *(int64_t *)count = ping_pong(s, now() + duration, 0);
    close(s);
    return NULL;
}

static void echo_100(void) {
    pthread_t clients[CONNECTIONS];
    static int64_t counts[CONNECTIONS];
    int64_t total = 0;
    int listener = listening(CONNECTIONS);
    pthread_t server = start(echo_many, &listener);
    pthread_barrier_init(&ready, NULL, CONNECTIONS + 1);
    for (int i = 0; i < CONNECTIONS; i++) clients[i] = start(echo_client, &counts[i]);
    pthread_barrier_wait(&ready);
    int64_t begin = now();
    for (int i = 0; i < CONNECTIONS; i++) {
        pthread_join(clients[i], NULL);
        total += counts[i];
    }
    int64_t end = now();
    pthread_join(server, NULL);
    printf("%.3f nan nan\n", total * 1e9 / (end - begin));
}

/* ---- one poll(2) over many connections ---- */

static void *poll_rounds(void *unused) {
    static int senders[POLLED];
    static struct pollfd polled[POLLED];
    enum { STRIDE = POLLED / ACTIVE };
    struct rlimit files;
    check(getrlimit(RLIMIT_NOFILE, &files), "getrlimit");
    files.rlim_cur = files.rlim_max; /* as a JVM does */
    check(setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
    int listener = listening(1);
    for (int i = 0; i < POLLED; i++) {
        senders[i] = connected(SOCK_STREAM);
        polled[i].fd = accepted(listener);
        polled[i].events = POLLIN;
    }
    int64_t deadline = now() + duration, after;
    int number = 0;
    do {
        int first = number % STRIDE, left = ACTIVE;
        unsigned char value = (unsigned char)number++, got;
        for (int i = first; i < POLLED; i += STRIDE) send_all(senders[i], &value, 1);
        int64_t before = now();
        while (left > 0) {
            check(poll(polled, POLLED, -1), "poll");
            for (int i = 0; i < POLLED; i++) {
                if (!polled[i].revents) continue;
                errno = 0;
                if (check(recv(polled[i].fd, &got, 1, 0), "recv") != 1 || got != value || i % STRIDE != first) fail("byte");
                left--;
            }
        }
        after = now();
        record(after - before);
    } while (after < deadline);
    for (int i = 0; i < POLLED; i++) {
        struct linger reset = {1, 0}; /* a thousand ports in TIME_WAIT each time are soon all there are */
        check(setsockopt(senders[i], SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)), "SO_LINGER");
        close(senders[i]);
        close(polled[i].fd);
    }
    return unused;
}

/* In a thread of its own, as in Java: with more than one the kernel counts every use of a descriptor. */
static void poll_1000(void) {
    pthread_join(start(poll_rounds, NULL), NULL);
    print_latencies();
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*run)(void);
    } shapes[] = {{"TCP_RR", tcp_rr}, {"UDP_RR", udp_rr}, {"TCP_STREAM", tcp_stream}, {"TCP_CRR", tcp_crr},
                  {"ECHO_100", echo_100}, {"POLL_1000", poll_1000}};
    if (argc != 4) {
        fprintf(stderr, "usage: %s SHAPE SECONDS VERIFY\n", argv[0]);
        return 2;
    }
    duration = (int64_t)(atof(argv[2]) * 1e9);
    verify = atoi(argv[3]);
    buckets = calloc(BUCKETS, sizeof(*buckets));
    if (!buckets) fail("calloc");
    for (int i = 0; i < BLOCK; i++) pattern[i] = (unsigned char)(i * 31 ^ i >> 8);
    for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
        if (strcmp(argv[1], shapes[i].name) == 0) {
            shapes[i].run();
            return 0;
        }
    }
    fprintf(stderr, "no shape %s\n", argv[1]);
    return 2;
}
