/*
 * Posts a picture to a room-type service over TLS: on Linux, with OpenSSL.
 *
 *   cc -std=c99 -D_POSIX_C_SOURCE=200809L -Iinclude source/rt_*.c example/post_picture.c -lssl -lcrypto -o post_picture
 *   ./post_picture HOST PORT PATH REGION PICTURE
 *
 * Credentials are those of the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. With RT_IOT_HOST (and RT_IOT_PORT,
 * default 443), RT_IOT_ALIAS, RT_IOT_CERT, RT_IOT_KEY and perhaps RT_IOT_THING they are asked for by a thing's certificate. RT_CA names a file
 * of root certificates to trust instead of the system's; RT_ENTITY the entity.
 */
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "rt_iot.h"
#include "rt_request.h"

/* All that is ever held: a part of the picture, the head of the request, the answer, and the credentials of a thing. */
static char buffer[4096];
static char head[4096];
static char answer[16384];
static char kept[8192];

static const char *setting(const char *name)
{
    const char *value = getenv(name);

    return ((value != NULL) && (value[0] != '\0')) ? value : NULL;
}

static long read_file(void *context, uint32_t offset, void *part, size_t length)
{
    FILE *file = context;

    return (fseek(file, (long)offset, SEEK_SET) == 0) ? (long)fread(part, 1, length, file) : -1;
}

static int write_tls(void *context, const void *data, size_t length)
{
    return (SSL_write(context, data, (int)length) == (int)length) ? 0 : -1;
}

static int connect_to(const char *host, const char *port)
{
    struct addrinfo hints;
    struct addrinfo *found = NULL;
    struct addrinfo *one;
    int handle = -1;

    (void)memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, port, &hints, &found) != 0) {
        return -1;
    }
    for (one = found; (one != NULL) && (handle < 0); one = one->ai_next) {
        handle = socket(one->ai_family, one->ai_socktype, one->ai_protocol);
        if ((handle >= 0) && (connect(handle, one->ai_addr, one->ai_addrlen) != 0)) {
            (void)close(handle);
            handle = -1;
        }
    }
    freeaddrinfo(found);
    return handle;
}

static SSL_CTX *make_tls(const char *certificate, const char *key)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    const char *roots = setting("RT_CA");
    int is_good = tls != NULL;

    is_good = is_good && (SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1);
    is_good = is_good && (((roots != NULL) ? SSL_CTX_load_verify_locations(tls, roots, NULL) : SSL_CTX_set_default_verify_paths(tls)) == 1);
    if (is_good && (certificate != NULL)) {
        is_good = (SSL_CTX_use_certificate_file(tls, certificate, SSL_FILETYPE_PEM) == 1) && (SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) == 1);
    }
    if (!is_good) {
        ERR_print_errors_fp(stderr);
        SSL_CTX_free(tls);
        return NULL;
    }
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    return tls;
}

static SSL *open_tls(SSL_CTX *tls, const char *host, const char *port)
{
    const int handle = connect_to(host, port);
    SSL *connection;

    if (handle < 0) {
        (void)fprintf(stderr, "%s:%s cannot be connected to.\n", host, port);
        return NULL;
    }
    connection = SSL_new(tls);
    if ((connection == NULL) || (SSL_set_fd(connection, handle) != 1) || (SSL_set_tlsext_host_name(connection, host) != 1) ||
        (SSL_set1_host(connection, host) != 1) || (SSL_connect(connection) != 1)) {
        (void)fprintf(stderr, "%s:%s: ", host, port);
        ERR_print_errors_fp(stderr);
        SSL_free(connection);
        (void)close(handle);
        return NULL;
    }
    return connection;
}

static void close_tls(SSL *connection)
{
    const int handle = SSL_get_fd(connection);

    (void)SSL_shutdown(connection);
    SSL_free(connection);
    (void)close(handle);
}

/* Reads an answer to the end of the connection: its status, 0 if it is none, and where its body begins. */
static int read_answer(SSL *connection, char **body, size_t *length)
{
    size_t used = 0;
    int read = 1;
    char *blank;

    while ((used < (sizeof answer - 1U)) && (read > 0)) {
        read = SSL_read(connection, &answer[used], (int)(sizeof answer - 1U - used));
        used += (read > 0) ? (size_t)read : 0U;
    }
    answer[used] = '\0';
    blank = strstr(answer, "\r\n\r\n");
    if ((strncmp(answer, "HTTP/1.1 ", 9) != 0) || (blank == NULL)) {
        return 0;
    }
    *body = blank + 4;
    *length = used - (size_t)(*body - answer);
    return atoi(&answer[9]);
}

static int ask_for_credentials(SSL *connection, rt_credentials *credentials)
{
    rt_iot_credentials told;
    size_t length;
    char *body;

    if ((rt_iot_head(setting("RT_IOT_HOST"), setting("RT_IOT_ALIAS"), setting("RT_IOT_THING"), head, sizeof head, &length) != RT_OK) ||
        (write_tls(connection, head, length) != 0) || (read_answer(connection, &body, &length) != 200) || (length >= sizeof kept)) {
        return 0;
    }
    (void)memcpy(kept, body, length);
    if (rt_iot_read(kept, length, &told) != RT_OK) {
        return 0;
    }
    credentials->access_key_id = told.access_key_id;
    credentials->secret_access_key = told.secret_access_key;
    credentials->session_token = told.session_token;
    return 1;
}

static int credentials_of_thing(rt_credentials *credentials)
{
    const char *port = setting("RT_IOT_PORT");
    SSL_CTX *tls = make_tls(setting("RT_IOT_CERT"), setting("RT_IOT_KEY"));
    SSL *connection = (tls != NULL) ? open_tls(tls, setting("RT_IOT_HOST"), (port != NULL) ? port : "443") : NULL;
    int is_good = 0;

    if (connection != NULL) {
        is_good = ask_for_credentials(connection, credentials);
        close_tls(connection);
    }
    SSL_CTX_free(tls);
    return is_good;
}

static int post(SSL *connection, const rt_recognize *recognize, const rt_credentials *credentials, const char *host, const char *path)
{
    rt_sha256_context context;
    const rt_hash hash = rt_sha256_as_hash(&context);
    char payload[RT_SIGNATURE_SIZE + 1U];
    char now[17];
    rt_header headers[4];
    rt_request request;
    rt_sink sink;
    size_t length;

    if ((rt_time((uint64_t)time(NULL), now) != RT_OK) || (rt_recognize_hash(recognize, &hash, buffer, sizeof buffer, payload) != 0)) {
        return -1;
    }
    headers[0].name = "Host";
    headers[0].value = host;
    headers[1].name = "Content-Type";
    headers[1].value = "application/x-protobuf";
    headers[2].name = "X-Amz-Date";
    headers[2].value = now;
    headers[3].name = "X-Amz-Security-Token";
    headers[3].value = credentials->session_token;
    (void)memset(&request, 0, sizeof request);
    request.method = "POST";
    request.path = path;
    request.headers = headers;
    request.header_count = (credentials->session_token != NULL) ? 4U : 3U;
    request.payload_hash = payload;
    request.time = now;
    if (rt_head(&hash, credentials, &request, rt_recognize_size(recognize), head, sizeof head, &length) != RT_OK) {
        return -1;
    }
    sink.context = connection;
    sink.write = write_tls;
    /* The head's empty line waits for one more header: the answer is to end with the connection. */
    if ((write_tls(connection, head, length - 2U) != 0) || (write_tls(connection, "Connection: close\r\n\r\n", 21U) != 0)) {
        return -1;
    }
    return rt_recognize_write(recognize, sink, buffer, sizeof buffer);
}

static int send_picture(FILE *file, const rt_credentials *credentials, char **arguments)
{
    rt_picture picture = {0, NULL, read_file};
    rt_room room = {NULL, NULL, 1};
    rt_recognize recognize = {NULL, NULL, NULL, NULL, 1, 0};
    char host[300];
    char *body = answer;
    size_t length;
    int status = 0;
    SSL_CTX *tls = make_tls(NULL, NULL);
    SSL *connection = (tls != NULL) ? open_tls(tls, arguments[1], arguments[2]) : NULL;

    picture.size = (uint32_t)ftell(file);
    picture.context = file;
    room.pictures = &picture;
    recognize.rooms = &room;
    recognize.entity_id = setting("RT_ENTITY");
    (void)snprintf(host, sizeof host, (strcmp(arguments[2], "443") == 0) ? "%s" : "%s:%s", arguments[1], arguments[2]);
    if (connection != NULL) {
        if (post(connection, &recognize, credentials, host, arguments[3]) == 0) {
            status = read_answer(connection, &body, &length);
        }
        close_tls(connection);
    }
    SSL_CTX_free(tls);
    (void)printf("%d %s\n", status, body);
    return (status == 200) ? 0 : 1;
}

int main(int count, char **arguments)
{
    rt_credentials credentials;
    FILE *file;
    int code = 2;

    if (count != 6) {
        (void)fprintf(stderr, "usage: post_picture HOST PORT PATH REGION PICTURE\n");
        return code;
    }
    credentials.access_key_id = setting("AWS_ACCESS_KEY_ID");
    credentials.secret_access_key = setting("AWS_SECRET_ACCESS_KEY");
    credentials.session_token = setting("AWS_SESSION_TOKEN");
    credentials.region = arguments[4];
    credentials.service = "execute-api";
    if ((setting("RT_IOT_HOST") != NULL) && ((setting("RT_IOT_ALIAS") == NULL) || !credentials_of_thing(&credentials))) {
        (void)fprintf(stderr, "The credentials provider gave none: %s\n", answer);
        return code;
    }
    file = fopen(arguments[5], "rb");
    if ((credentials.access_key_id == NULL) || (file == NULL) || (fseek(file, 0, SEEK_END) != 0)) {
        (void)fprintf(stderr, "There are no credentials, or no picture '%s'.\n", arguments[5]);
    } else {
        code = send_picture(file, &credentials, arguments);
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return code;
}
