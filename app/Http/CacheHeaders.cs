using Microsoft.Net.Http.Headers;
using RoomTypes.Caching;
using RoomTypes.V1;

namespace RoomTypes.Http;

/// <summary>What a request says of the cache, and what its answer does.</summary>
internal static class CacheHeaders
{
    /// <summary>How the cache took part: hit, miss or bypass; of several pictures that differ, <c>mixed; hit=3; miss=1</c>.</summary>
    public const string Status = "x-cache";

    /// <summary>Cache-Control (RFC 9111, 5.2.1): with <c>no-store</c> nothing is kept, with <c>no-cache</c> nothing is answered from what is kept. Other directives are passed over.</summary>
    public static CacheUse Use(HttpRequest request)
    {
        if (!CacheControlHeaderValue.TryParse(request.Headers.CacheControl.ToString(), out var control)) return CacheUse.Full;
        return control.NoStore ? CacheUse.None : control.NoCache ? CacheUse.Keep : CacheUse.Full;
    }

    /// <summary>Tells it; nothing where nothing is kept.</summary>
    public static void Tell(HttpResponse response, Timings timings)
    {
        if (timings.Cache.Count > 0) response.Headers[Status] = Text(timings.Cache);
    }

    internal static string Text(IReadOnlyList<CacheStatus> pictures)
    {
        var hits = pictures.Count(picture => picture == CacheStatus.Hit);
        if (pictures.Contains(CacheStatus.Bypass)) return "bypass";
        return hits == 0 ? "miss" : hits == pictures.Count ? "hit" : $"mixed; hit={hits}; miss={pictures.Count - hits}";
    }
}
