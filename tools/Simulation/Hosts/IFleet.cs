namespace RoomTypes.Simulation.Hosts;

/// <summary>What becomes of a request.</summary>
public enum Fate
{
    /// <summary>It is answered.</summary>
    Answered,

    /// <summary>It is answered, and waited for the start of what answers it.</summary>
    Started,

    /// <summary>The gateway's limit refuses it.</summary>
    Throttled,

    /// <summary>No environment, or no place in a queue, is left for it.</summary>
    Refused,
}

/// <summary>What becomes of a request.</summary>
/// <param name="Fate">Whether it is answered.</param>
/// <param name="Seconds">Until it is, or is refused.</param>
public readonly record struct Outcome(Fate Fate, double Seconds);

/// <summary>All that runs the service on a host. Requests come to it in the order of their times.</summary>
public interface IFleet
{
    /// <summary>How many run, those that start among them.</summary>
    int Running { get; }

    /// <summary>How many pictures one works on at once.</summary>
    int Workers { get; }

    /// <summary>A request comes.</summary>
    /// <param name="now">When, in seconds.</param>
    /// <param name="work">How long its picture takes, in seconds.</param>
    Outcome Ask(double now, double work);

    /// <summary>Time passes without a request: rules are looked at that are due.</summary>
    /// <param name="now">Until when, in seconds.</param>
    void Pass(double now);

    /// <summary>What has run so far, multiplied by seconds: what is paid for.</summary>
    double RunSeconds { get; }
}
