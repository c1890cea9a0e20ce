#include "rt_sha256.h"

#include <string.h>

static const uint32_t rounds[64] = {
    0x428a2f98U, 0x71374491U, 0xb5c0fbcfU, 0xe9b5dba5U, 0x3956c25bU, 0x59f111f1U, 0x923f82a4U, 0xab1c5ed5U,
    0xd807aa98U, 0x12835b01U, 0x243185beU, 0x550c7dc3U, 0x72be5d74U, 0x80deb1feU, 0x9bdc06a7U, 0xc19bf174U,
    0xe49b69c1U, 0xefbe4786U, 0x0fc19dc6U, 0x240ca1ccU, 0x2de92c6fU, 0x4a7484aaU, 0x5cb0a9dcU, 0x76f988daU,
    0x983e5152U, 0xa831c66dU, 0xb00327c8U, 0xbf597fc7U, 0xc6e00bf3U, 0xd5a79147U, 0x06ca6351U, 0x14292967U,
    0x27b70a85U, 0x2e1b2138U, 0x4d2c6dfcU, 0x53380d13U, 0x650a7354U, 0x766a0abbU, 0x81c2c92eU, 0x92722c85U,
    0xa2bfe8a1U, 0xa81a664bU, 0xc24b8b70U, 0xc76c51a3U, 0xd192e819U, 0xd6990624U, 0xf40e3585U, 0x106aa070U,
    0x19a4c116U, 0x1e376c08U, 0x2748774cU, 0x34b0bcb5U, 0x391c0cb3U, 0x4ed8aa4aU, 0x5b9cca4fU, 0x682e6ff3U,
    0x748f82eeU, 0x78a5636fU, 0x84c87814U, 0x8cc70208U, 0x90befffaU, 0xa4506cebU, 0xbef9a3f7U, 0xc67178f2U,
};

static uint32_t rotated(uint32_t word, unsigned bits)
{
    return (word >> bits) | (word << (32U - bits));
}

static uint32_t expanded(const uint32_t words[16], unsigned round)
{
    const uint32_t early = words[(round + 1U) & 15U];
    const uint32_t late = words[(round + 14U) & 15U];
    const uint32_t first = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3);
    const uint32_t second = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10);

    return words[round & 15U] + first + words[(round + 9U) & 15U] + second;
}

/* Sixteen words of the schedule at a time: all 64 would be a quarter of the stack that a signature may take. */
static void compress(uint32_t state[8], const uint8_t block[RT_SHA256_BLOCK])
{
    uint32_t words[16];
    uint32_t s[8];
    unsigned round;

    for (round = 0; round < 16U; round++) {
        words[round] = ((uint32_t)block[4U * round] << 24) | ((uint32_t)block[(4U * round) + 1U] << 16) |
                       ((uint32_t)block[(4U * round) + 2U] << 8) | (uint32_t)block[(4U * round) + 3U];
    }
    (void)memcpy(s, state, sizeof s);
    for (round = 0; round < 64U; round++) {
        uint32_t first;
        uint32_t second;

        if (round >= 16U) {
            words[round & 15U] = expanded(words, round);
        }
        first = s[7] + (rotated(s[4], 6) ^ rotated(s[4], 11) ^ rotated(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + rounds[round] +
                words[round & 15U];
        second = (rotated(s[0], 2) ^ rotated(s[0], 13) ^ rotated(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        s[7] = s[6];
        s[6] = s[5];
        s[5] = s[4];
        s[4] = s[3] + first;
        s[3] = s[2];
        s[2] = s[1];
        s[1] = s[0];
        s[0] = first + second;
    }
    for (round = 0; round < 8U; round++) {
        state[round] += s[round];
    }
}

void rt_sha256_begin(rt_sha256_context *context)
{
    static const uint32_t start[8] = {
        0x6a09e667U, 0xbb67ae85U, 0x3c6ef372U, 0xa54ff53aU, 0x510e527fU, 0x9b05688cU, 0x1f83d9abU, 0x5be0cd19U,
    };

    (void)memcpy(context->state, start, sizeof start);
    context->length = 0;
}

void rt_sha256_add(rt_sha256_context *context, const void *data, size_t length)
{
    const uint8_t *bytes = data;

    while (length > 0U) {
        const size_t used = (size_t)(context->length % RT_SHA256_BLOCK);
        const size_t room = RT_SHA256_BLOCK - used;
        const size_t part = (length < room) ? length : room;

        (void)memcpy(&context->block[used], bytes, part);
        context->length += part;
        if (part == room) {
            compress(context->state, context->block);
        }
        bytes += part;
        length -= part;
    }
}

void rt_sha256_end(rt_sha256_context *context, uint8_t hash[RT_SHA256_SIZE])
{
    static const uint8_t padding[RT_SHA256_BLOCK] = {0x80U};
    const uint64_t bits = context->length * 8U;
    const size_t used = (size_t)(context->length % RT_SHA256_BLOCK);
    uint8_t length[8];
    unsigned i;

    for (i = 0; i < 8U; i++) {
        length[i] = (uint8_t)(bits >> (56U - (8U * i)));
    }
    rt_sha256_add(context, padding, (used < 56U) ? (56U - used) : (120U - used));
    rt_sha256_add(context, length, sizeof length);
    for (i = 0; i < RT_SHA256_SIZE; i++) {
        hash[i] = (uint8_t)(context->state[i / 4U] >> (24U - (8U * (i % 4U))));
    }
}

static void begin(void *context)
{
    rt_sha256_begin(context);
}

static void add(void *context, const void *data, size_t length)
{
    rt_sha256_add(context, data, length);
}

static void end(void *context, uint8_t hash[RT_SHA256_SIZE])
{
    rt_sha256_end(context, hash);
}

rt_hash rt_sha256_as_hash(rt_sha256_context *context)
{
    rt_hash hash;

    hash.context = context;
    hash.begin = begin;
    hash.add = add;
    hash.end = end;
    return hash;
}
