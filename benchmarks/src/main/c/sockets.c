/*
 * The benchmark shapes in plain C: blocking sockets and threads, one epoll instance a side, and one poll(2). It does exactly what the Java
 * implementations do (same messages, same checks, TCP_NODELAY on both sides, both sides in one process), so that it
 * shows what the kernel itself costs.
 *
 *   sockets SHAPE blocking|nonblocking|epoll CONNECTIONS SECONDS VERIFY
 *
 * prints "VALUE P50 P99", "nan" where a shape has no latencies. ECHO_10000 has its clients elsewhere: it prints its port,
 * serves that many connections, and prints "done".
 */
#include <arpa/inet.h>
#include <errno.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGE = 64, BLOCK = 65536, DATAGRAM = 1024, ACTIVE = 10, BACKLOG = 4096, BUCKETS = 1 << 20, BUCKET_NANOS = 100 };

static int64_t duration;
static int verify, connections, nonblocking, with_epoll;
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
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024); /* thousands of them */
    errno = pthread_create(&thread, &attributes, body, argument);
    if (errno) fail("pthread_create");
    pthread_attr_destroy(&attributes);
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

/* Before so many connections: as many descriptors as may be, which is what a JVM does. */
static void raise_descriptors(void) {
    struct rlimit files;
    check(getrlimit(RLIMIT_NOFILE, &files), "getrlimit");
    files.rlim_cur = files.rlim_max;
    check(setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
}

/* No port stays in TIME_WAIT: thousands after each measurement are soon all there are. */
static void reset_at_close(int s) {
    struct linger reset = {1, 0};
    check(setsockopt(s, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)), "SO_LINGER");
}

static void send_all(int s, const void *from, int length) {
    if (check(send(s, from, length, MSG_NOSIGNAL), "send") != length) fail("short send");
}

/* Returns 0 at the end of the stream. */
static int receive_message(int s, unsigned char *to) {
    int have = 0;
    while (have < MESSAGE) {
        int count;
        do {
            count = recv(s, to + have, MESSAGE - have, nonblocking ? MSG_DONTWAIT : 0);
        } while (count < 0 && nonblocking && errno == EAGAIN && sched_yield() == 0);
        check(count, "recv");
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
    __atomic_fetch_add(&buckets[bucket < BUCKETS ? bucket : BUCKETS - 1], 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&recorded, 1, __ATOMIC_RELAXED);
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

static void print_rate(int64_t nanos) {
    printf("%.3f %.3f %.3f\n", recorded * 1e9 / nanos, percentile(50), percentile(99));
}

static void ping_pong(int s, int64_t deadline) {
    unsigned char request[MESSAGE];
    int64_t count = 0, before = now(), after;
    memcpy(request, pattern, MESSAGE);
    do {
        exchange(s, request, count++);
        after = now();
        record(after - before);
        before = after;
    } while (after < deadline);
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

static void echo_epoll(void);

static void tcp_rr(void) {
    if (with_epoll) {
        echo_epoll();
        print_latencies();
        return;
    }
    int listener = listening(1);
    pthread_t server = start(echo_one, &listener);
    int s = connected(SOCK_STREAM);
    ping_pong(s, now() + duration);
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
    ping_pong(s, now() + duration);
    send_all(s, "", 1);
    pthread_join(thread, NULL);
    close(s);
    close(server);
    print_latencies();
}

/* ---- streams ---- */

static void send_blocks(int s) {
    int64_t deadline = now() + duration;
    do {
        send_all(s, pattern, BLOCK);
    } while (now() < deadline);
    close(s);
}

static void *connect_and_send(void *unused) {
    send_blocks(connected(SOCK_STREAM));
    return unused;
}

static void *accept_and_send(void *listener) {
    send_blocks(accepted(*(int *)listener));
    return NULL;
}

static void receive_blocks(int s) {
    static unsigned char block[BLOCK];
    int count;
    int64_t total = 0, begin = now();
    while ((count = check(recv(s, block, BLOCK, 0), "recv")) > 0) {
        int at = (int)(total % BLOCK), head = count < BLOCK - at ? count : BLOCK - at;
        errno = 0;
        if (verify && (memcmp(block, pattern + at, head) || memcmp(block + head, pattern, count - head))) fail("stream");
        total += count;
    }
    int64_t end = now();
    close(s);
    errno = 0;
    if (total % BLOCK != 0) fail("stream length");
    printf("%.3f nan nan\n", total * 1000.0 / (end - begin));
}

static void tcp_stream(void) {
    int listener = listening(1);
    pthread_t sender = start(connect_and_send, NULL);
    receive_blocks(accepted(listener));
    pthread_join(sender, NULL);
}

static void tcp_maerts(void) {
    int listener = listening(1);
    pthread_t sender = start(accept_and_send, &listener);
    receive_blocks(connected(SOCK_STREAM));
    pthread_join(sender, NULL);
}

static int stream_over;

/* At the end short datagrams, until one of them has come. */
static void *send_datagrams(void *unused) {
    unsigned char datagram[DATAGRAM];
    int s = connected(SOCK_DGRAM);
    int64_t number = 0, deadline = now() + duration;
    memcpy(datagram, pattern, DATAGRAM);
    while (now() < deadline) {
        memcpy(datagram, &number, sizeof(number));
        number++;
        send_all(s, datagram, DATAGRAM);
    }
    while (!__atomic_load_n(&stream_over, __ATOMIC_ACQUIRE)) {
        sched_yield();
        send_all(s, datagram, 1);
    }
    close(s);
    return unused;
}

static void udp_stream(void) {
    unsigned char datagram[DATAGRAM];
    int64_t count = 0, begin = 0, end = 0, last = -1, number;
    int server = bound(SOCK_DGRAM), length;
    pthread_t sender = start(send_datagrams, NULL);
    while ((length = check(recv(server, datagram, DATAGRAM, 0), "recv")) == DATAGRAM) {
        end = now();
        if (count++ == 0) begin = end;
        memcpy(&number, datagram, sizeof(number));
        errno = 0;
        if (number <= last) fail("order of datagrams");
        if (verify && memcmp(datagram + 8, pattern + 8, DATAGRAM - 8)) fail("datagram");
        last = number;
    }
    __atomic_store_n(&stream_over, 1, __ATOMIC_RELEASE);
    pthread_join(sender, NULL);
    close(server);
    errno = 0;
    if (count < 2) fail("datagrams");
    printf("%.3f nan nan\n", (count - 1) * DATAGRAM * 1000.0 / (end > begin ? end - begin : 1));
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
    int listener = listening(BACKLOG);
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

/* ---- many connections, a thread for each side of each ---- */

static pthread_barrier_t ready;

static void *echo_accepted(void *s) {
    echo((int)(intptr_t)s);
    return NULL;
}

static void *echo_many(void *listener) {
    pthread_t *threads = calloc(connections, sizeof(*threads));
    for (int i = 0; i < connections; i++) {
        int s = accepted(*(int *)listener);
        reset_at_close(s);
        threads[i] = start(echo_accepted, (void *)(intptr_t)s);
    }
    for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
    return NULL;
}

static void *echo_client(void *unused) {
    int s = connected(SOCK_STREAM);
    pthread_barrier_wait(&ready);
    ping_pong(s, now() + duration);
    close(s);
    return unused;
}

static void echo_threads(void) {
    pthread_t *clients = calloc(connections, sizeof(*clients));
    int listener = listening(BACKLOG);
    pthread_t server = start(echo_many, &listener);
    pthread_barrier_init(&ready, NULL, connections + 1);
    for (int i = 0; i < connections; i++) clients[i] = start(echo_client, NULL);
    pthread_barrier_wait(&ready);
    int64_t begin = now();
    for (int i = 0; i < connections; i++) pthread_join(clients[i], NULL);
    int64_t end = now();
    pthread_join(server, NULL);
    print_rate(end - begin);
}

/* ---- many connections, an epoll instance for each side ---- */

struct talk {
    int s, have;
    int64_t before, count;
    unsigned char request[MESSAGE], message[MESSAGE];
};

struct side {
    struct talk *talks;
    int64_t deadline; /* 0: the side that answers */
};

static void ask(struct talk *talk) {
    talk->before = now();
    memcpy(talk->request, &talk->count, sizeof(talk->count));
    talk->count++;
    send_all(talk->s, talk->request, MESSAGE);
}

/* Returns 0 when the connection is closed now. */
static int go_on(struct talk *talk, int64_t deadline) {
    int count = recv(talk->s, talk->message + talk->have, MESSAGE - talk->have, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return 1;
    errno = count < 0 ? errno : 0;
    if (count < 0 || (count == 0 && deadline)) fail("recv");
    talk->have += count;
    if (count > 0 && talk->have < MESSAGE) return 1;
    talk->have = 0;
    if (count > 0 && !deadline) {
        send_all(talk->s, talk->message, MESSAGE);
        return 1;
    }
    if (count > 0) {
        if (memcmp(talk->request, talk->message, MESSAGE) != 0) fail("reply");
        int64_t after = now();
        record(after - talk->before);
        if (after < deadline) {
            ask(talk);
            return 1;
        }
    }
    close(talk->s);
    return 0;
}

static void *run_side(void *argument) {
    enum { EVENTS = 256 };
    struct epoll_event events[EVENTS];
    struct side *side = argument;
    int epoll = check(epoll_create1(0), "epoll_create1"), open = connections;
    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &side->talks[i]};
        check(epoll_ctl(epoll, EPOLL_CTL_ADD, side->talks[i].s, &event), "epoll_ctl");
    }
    for (int i = 0; side->deadline && i < connections; i++) ask(&side->talks[i]);
    while (open > 0) {
        int count = check(epoll_wait(epoll, events, EVENTS, -1), "epoll_wait");
        for (int i = 0; i < count; i++) open -= !go_on(events[i].data.ptr, side->deadline);
    }
    close(epoll);
    return NULL;
}

static struct side new_side(int64_t deadline) {
    struct side side = {calloc(connections, sizeof(struct talk)), deadline};
    for (int i = 0; i < connections; i++) memcpy(side.talks[i].request, pattern, MESSAGE);
    return side;
}

static int64_t epoll_nanos;

static void echo_epoll(void) {
    struct side servers = new_side(0), clients = new_side(1);
    int listener = listening(BACKLOG);
    for (int i = 0; i < connections; i++) {
        clients.talks[i].s = connected(SOCK_STREAM);
        servers.talks[i].s = accepted(listener);
        reset_at_close(servers.talks[i].s);
    }
    int64_t begin = now();
    clients.deadline = begin + duration;
    pthread_t server = start(run_side, &servers), client = start(run_side, &clients);
    pthread_join(client, NULL);
    epoll_nanos = now() - begin;
    pthread_join(server, NULL);
}

static void echo_both(void) {
    raise_descriptors();
    if (with_epoll) {
        echo_epoll();
        print_rate(epoll_nanos);
    } else {
        echo_threads();
    }
}

static void serve(void) {
    raise_descriptors();
    int listener = listening(BACKLOG);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    if (with_epoll) {
        struct side servers = new_side(0);
        for (int i = 0; i < connections; i++) {
            servers.talks[i].s = accepted(listener);
            reset_at_close(servers.talks[i].s);
        }
        run_side(&servers);
    } else {
        echo_many(&listener);
    }
    printf("done\n");
}

/* ---- accept ---- */

static int64_t accept_target, accepted_count;
static int accept_over;
static sem_t wave_accepted;

static void *accept_and_close(void *listener) {
    while (!__atomic_load_n(&accept_over, __ATOMIC_ACQUIRE)) {
        close(check(accept(*(int *)listener, NULL, NULL), "accept"));
        if (++accepted_count == __atomic_load_n(&accept_target, __ATOMIC_ACQUIRE)) sem_post(&wave_accepted);
    }
    return NULL;
}

/* Waves of connections, the next one when the last of these has been accepted; the closing is not timed. */
static void accept_storm(void) {
    int *wave = calloc(connections, sizeof(*wave));
    int listener = listening(BACKLOG);
    int64_t count = 0, timed = 0;
    sem_init(&wave_accepted, 0, 0);
    pthread_t server = start(accept_and_close, &listener);
    while (timed < duration) {
        int64_t begin = now();
        count += connections;
        __atomic_store_n(&accept_target, count, __ATOMIC_RELEASE);
        for (int i = 0; i < connections; i++) {
            wave[i] = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
            check(connect(wave[i], (struct sockaddr *)&address, sizeof(address)), "connect");
        }
        sem_wait(&wave_accepted);
        timed += now() - begin;
        for (int i = 0; i < connections; i++) {
            reset_at_close(wave[i]);
            close(wave[i]);
        }
    }
    __atomic_store_n(&accept_over, 1, __ATOMIC_RELEASE);
    close(connected(SOCK_STREAM));
    pthread_join(server, NULL);
    printf("%.3f nan nan\n", count * 1e9 / timed);
}

/* ---- hand-over between two threads ---- */

static sem_t asked, answered;
static int hand_over_over;

static void *answer(void *unused) {
    for (;;) {
        sem_wait(&asked);
        if (hand_over_over) return unused;
        sem_post(&answered);
    }
}

static void hand_over(void) {
    sem_init(&asked, 0, 0);
    sem_init(&answered, 0, 0);
    pthread_t thread = start(answer, NULL);
    int64_t before = now(), deadline = before + duration;
    while (before < deadline) {
        sem_post(&asked);
        sem_wait(&answered);
        int64_t after = now();
        record(after - before);
        before = after;
    }
    hand_over_over = 1;
    sem_post(&asked);
    pthread_join(thread, NULL);
    print_latencies();
}

/* ---- one poll(2) over many connections ---- */

static void *poll_rounds(void *unused) {
    int *senders = calloc(connections, sizeof(*senders));
    struct pollfd *polled = calloc(connections, sizeof(*polled));
    int stride = connections / ACTIVE;
    raise_descriptors();
    int listener = listening(1);
    for (int i = 0; i < connections; i++) {
        senders[i] = connected(SOCK_STREAM);
        polled[i].fd = accepted(listener);
        polled[i].events = POLLIN;
    }
    int64_t deadline = now() + duration, after;
    int number = 0;
    do {
        int first = number % stride, left = ACTIVE;
        unsigned char value = (unsigned char)number++, got;
        for (int i = first; i < connections; i += stride) send_all(senders[i], &value, 1);
        int64_t before = now();
        while (left > 0) {
            check(poll(polled, connections, -1), "poll");
            for (int i = 0; i < connections; i++) {
                if (!polled[i].revents) continue;
                errno = 0;
                if (check(recv(polled[i].fd, &got, 1, 0), "recv") != 1 || got != value || i % stride != first) fail("byte");
                left--;
            }
        }
        after = now();
        record(after - before);
    } while (after < deadline);
    for (int i = 0; i < connections; i++) {
        reset_at_close(senders[i]);
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
    } shapes[] = {{"TCP_RR", tcp_rr},       {"UDP_RR", udp_rr},         {"TCP_STREAM", tcp_stream}, {"TCP_MAERTS", tcp_maerts},
                  {"UDP_STREAM", udp_stream}, {"TCP_CRR", tcp_crr},     {"ECHO_1", echo_both},      {"ECHO_100", echo_both},
                  {"ECHO_1000", echo_both},   {"ECHO_10000", serve},    {"ACCEPT", accept_storm},   {"POLL_1000", poll_1000},
                  {"HAND_OVER", hand_over}};
    if (argc != 6) {
        fprintf(stderr, "usage: %s SHAPE blocking|nonblocking|epoll CONNECTIONS SECONDS VERIFY\n", argv[0]);
        return 2;
    }
    nonblocking = strcmp(argv[2], "nonblocking") == 0;
    with_epoll = strcmp(argv[2], "epoll") == 0;
    connections = atoi(argv[3]);
    duration = (int64_t)(atof(argv[4]) * 1e9);
    verify = atoi(argv[5]);
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
