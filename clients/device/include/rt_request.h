/*
 * Writes a roomtype.v1.RecognizeRequest (protos/roomtype/v1/recognize.proto) as Protocol Buffers, part by part: a picture is never held whole.
 * Every part goes to a sink as soon as it is made. A request is written twice: first into a hash, for its signature and its length, then to
 * the connection. So a picture is read twice; it must be the same both times.
 */
#ifndef RT_REQUEST_H
#define RT_REQUEST_H

#include "rt_sign.h"

/* Takes bytes; answers 0, or what a write is to end with. */
typedef struct {
    void *context;
    int (*write)(void *context, const void *data, size_t length);
} rt_sink;

/* A picture that is read part by part. */
typedef struct {
    uint32_t size; /* in bytes */
    void *context;
    /* Reads from an offset on, at most length bytes, at least one; answers how many, or less than 0 if it cannot. */
    long (*read)(void *context, uint32_t offset, void *buffer, size_t length);
} rt_picture;

typedef struct {
    const char *room_id;
    const rt_picture *pictures;
    size_t picture_count;
} rt_room;

/* What is asked. Texts may be NULL. */
typedef struct {
    const char *request_id;
    const char *entity_id;
    const char *mission_id;
    const rt_room *rooms;
    size_t room_count;
    uint32_t top_k; /* 0: all */
} rt_recognize;

/* The codes of a write beyond rt_result: a sink's own are answered as they are. */
#define RT_PICTURE_UNREADABLE (-1000)

/* How many bytes the request has. */
uint64_t rt_recognize_size(const rt_recognize *request);

/*
 * Writes it.
 * buffer, size: the caller's, for parts of pictures; 64 bytes or more.
 * Answers 0, RT_PICTURE_UNREADABLE, or what the sink answered.
 */
int rt_recognize_write(const rt_recognize *request, rt_sink sink, void *buffer, size_t size);

/*
 * The body's hash in lower-case hex and a zero byte, for rt_request.payload_hash.
 */
int rt_recognize_hash(const rt_recognize *request, const rt_hash *hash, void *buffer, size_t size, char text[RT_SIGNATURE_SIZE + 1U]);

/*
 * Writes the head of an HTTP/1.1 request: the request line, every header, Authorization, Content-Length and an empty line.
 * RT_NO_ROOM if the buffer is too small; length is how many characters were written.
 */
rt_result rt_head(const rt_hash *hash, const rt_credentials *credentials, const rt_request *request, uint64_t body_size, char *text, size_t size, size_t *length);

#endif
