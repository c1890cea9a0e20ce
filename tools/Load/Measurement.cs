using System.Collections.Concurrent;
using HdrHistogram;

namespace RoomTypes.Load;

/// <summary>What became of the requests of a load. Safe for concurrent use; times are kept in microseconds, to three digits.</summary>
/// <param name="shape">How the load was made.</param>
public sealed class Measurement(Shape shape)
{
    private const int Digits = 3;
    private const long Longest = 3_600_000_000;
    private readonly ConcurrentDictionary<int, LongConcurrentHistogram> _times = [];
    private readonly ConcurrentDictionary<string, int> _failures = [];
    private int _requests;
    private int _withRetryAfter;

    /// <summary>How the load was made.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>How many were sent.</summary>
    public int Requests => _requests;

    /// <summary>Of the answers 429, how many told when to come again.</summary>
    public int WithRetryAfter => _withRetryAfter;

    /// <summary>How late requests were sent: the fault of this machine and not the service's.</summary>
    public HistogramBase Lag { get; } = Histogram();

    /// <summary>The times of answers by status, from when their request was due.</summary>
    public IReadOnlyDictionary<int, LongConcurrentHistogram> Times => _times;

    /// <summary>Why there was no answer, and how often.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>A request is sent.</summary>
    public void Sent(TimeSpan late)
    {
        Interlocked.Increment(ref _requests);
        Lag.RecordValue(Microseconds(late));
    }

    /// <summary>It is answered.</summary>
    public void Answered(int status, TimeSpan taken, bool tellsWhenToComeAgain)
    {
        if (status == 429 && tellsWhenToComeAgain) Interlocked.Increment(ref _withRetryAfter);
        _times.GetOrAdd(status, _ => Histogram()).RecordValue(Microseconds(taken));
    }

    /// <summary>It is not.</summary>
    public void Failed(string why) => _failures.AddOrUpdate(why, 1, (_, count) => count + 1);

    private static LongConcurrentHistogram Histogram() => new(1, Longest, Digits);

    private static long Microseconds(TimeSpan time) => Math.Clamp((long)time.TotalMicroseconds, 0, Longest);
}
