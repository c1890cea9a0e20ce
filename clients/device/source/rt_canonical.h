/* The parts of a canonical request, each written into a hash: within the library only. */
#ifndef RT_CANONICAL_H
#define RT_CANONICAL_H

#include "rt_sign.h"

#define RT_ALGORITHM "AWS4-HMAC-SHA256"
#define RT_SCOPE_END "aws4_request"
#define RT_DATE_SIZE 8U

/* A part of a text. */
typedef struct {
    const char *start;
    size_t length;
} rt_span;

rt_span rt_span_of(const char *text);
int rt_is_digit(char c);
char rt_lower(char c);

/* Writes a byte as a canonical request has it; answers how many characters that are, 1 to 3. */
size_t rt_escape(uint8_t byte, char text[3]);

void rt_add(const rt_hash *hash, rt_span text);
void rt_add_text(const rt_hash *hash, const char *text);
void rt_add_char(const rt_hash *hash, char c);

void rt_add_path(const rt_hash *hash, const char *text, int keeps);
rt_result rt_add_query(const rt_hash *hash, const char *query);

/* The places of headers by name; of several of one name the order stays. */
void rt_sort_headers(const rt_request *request, uint8_t order[RT_MOST_HEADERS]);

/* Whether the header at a place of the order has the name of the one before. */
int rt_repeats(const rt_request *request, const uint8_t order[RT_MOST_HEADERS], size_t i);

/* A line for each name, an empty line, and the names. */
void rt_add_headers(const rt_hash *hash, const rt_request *request, const uint8_t order[RT_MOST_HEADERS]);

#endif
