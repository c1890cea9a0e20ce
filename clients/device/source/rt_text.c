#include "rt_canonical.h"

#include <string.h>

rt_span rt_span_of(const char *text)
{
    rt_span all;

    all.start = text;
    all.length = strlen(text);
    return all;
}

int rt_is_digit(char c)
{
    return (c >= '0') && (c <= '9');
}

static int is_unreserved(uint8_t c)
{
    return ((c >= (uint8_t)'A') && (c <= (uint8_t)'Z')) || ((c >= (uint8_t)'a') && (c <= (uint8_t)'z')) || rt_is_digit((char)c) ||
           (c == (uint8_t)'-') || (c == (uint8_t)'.') || (c == (uint8_t)'_') || (c == (uint8_t)'~');
}

char rt_lower(char c)
{
    return ((c >= 'A') && (c <= 'Z')) ? (char)(c + ('a' - 'A')) : c;
}

void rt_add(const rt_hash *hash, rt_span text)
{
    hash->add(hash->context, text.start, text.length);
}

void rt_add_text(const rt_hash *hash, const char *text)
{
    rt_add(hash, rt_span_of(text));
}

void rt_add_char(const rt_hash *hash, char c)
{
    hash->add(hash->context, &c, 1U);
}

/* A byte as a canonical request has it: 1 to 3 characters. */
size_t rt_escape(uint8_t byte, char text[3])
{
    static const char digits[] = "0123456789ABCDEF";

    if (is_unreserved(byte)) {
        text[0] = (char)byte;
        return 1;
    }
    text[0] = '%';
    text[1] = digits[byte >> 4];
    text[2] = digits[byte & 15U];
    return 3;
}
