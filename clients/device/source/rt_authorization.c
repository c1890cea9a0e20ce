#include "rt_canonical.h"

typedef struct {
    char *text;
    size_t size;
    size_t length;
} writer;

static void put(writer *to, char c)
{
    if (to->length < to->size) {
        to->text[to->length] = c;
    }
    to->length++;
}

static void put_span(writer *to, rt_span text)
{
    size_t i;

    for (i = 0; i < text.length; i++) {
        put(to, text.start[i]);
    }
}

static void put_text(writer *to, const char *text)
{
    put_span(to, rt_span_of(text));
}

static void put_names(writer *to, const rt_request *request)
{
    uint8_t order[RT_MOST_HEADERS];
    size_t i;

    rt_sort_headers(request, order);
    for (i = 0; i < request->header_count; i++) {
        const char *name = request->headers[order[i]].name;

        if (!rt_repeats(request, order, i)) {
            if (i > 0U) {
                put(to, ';');
            }
            for (; *name != '\0'; name++) {
                put(to, rt_lower(*name));
            }
        }
    }
}

rt_result rt_authorization(const rt_hash *hash, const rt_credentials *credentials, const rt_request *request, char *text, size_t size, size_t *length)
{
    char signature[RT_SIGNATURE_SIZE];
    rt_span part;
    writer to;
    const rt_result code = rt_signature(hash, credentials, request, signature);

    if (code != RT_OK) {
        return code;
    }
    to.text = text;
    to.size = size;
    to.length = 0;
    put_text(&to, RT_ALGORITHM);
    put_text(&to, " Credential=");
    put_text(&to, credentials->access_key_id);
    put(&to, '/');
    part.start = request->time;
    part.length = RT_DATE_SIZE;
    put_span(&to, part);
    put(&to, '/');
    put_text(&to, credentials->region);
    put(&to, '/');
    put_text(&to, credentials->service);
    put(&to, '/');
    put_text(&to, RT_SCOPE_END);
    put_text(&to, ", SignedHeaders=");
    put_names(&to, request);
    put_text(&to, ", Signature=");
    part.start = signature;
    part.length = RT_SIGNATURE_SIZE;
    put_span(&to, part);
    *length = to.length;
    put(&to, '\0');
    return (to.length <= size) ? RT_OK : RT_NO_ROOM;
}
