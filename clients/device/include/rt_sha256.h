/* SHA-256 (FIPS 180-4), of data that comes in parts. */
#ifndef RT_SHA256_H
#define RT_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define RT_SHA256_SIZE 32U
#define RT_SHA256_BLOCK 64U

/* The state of a hash; the caller's memory, which holds nothing beyond it. */
typedef struct {
    uint32_t state[8];
    uint64_t length;
    uint8_t block[RT_SHA256_BLOCK];
} rt_sha256_context;

void rt_sha256_begin(rt_sha256_context *context);
void rt_sha256_add(rt_sha256_context *context, const void *data, size_t length);
void rt_sha256_end(rt_sha256_context *context, uint8_t hash[RT_SHA256_SIZE]);

/*
 * A platform's own SHA-256, an accelerator's for example: begin, add and end on a context of the platform, which lives as long as the
 * signer. Begin may be called before an earlier hash has ended, whose rest is then forgotten.
 */
typedef struct {
    void *context;
    void (*begin)(void *context);
    void (*add)(void *context, const void *data, size_t length);
    void (*end)(void *context, uint8_t hash[RT_SHA256_SIZE]);
} rt_hash;

/* The hash above as one of a platform's. */
rt_hash rt_sha256_as_hash(rt_sha256_context *context);

#endif
