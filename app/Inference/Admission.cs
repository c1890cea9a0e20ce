namespace RoomTypes.Inference;

/// <summary>
/// Decides which requests are let in: those that have room in the queue and can be expected to be done in time, by what waits, what is worked
/// on and what a run of a model has taken lately (docs/decisions/0065). Not safe for use by many threads.
/// </summary>
/// <param name="capacity">How many pictures may wait or be worked on.</param>
/// <param name="workers">How many are worked on at once.</param>
/// <param name="standing">What those who told no time wait for at most once a queue stands.</param>
/// <param name="waiting">Those that wait.</param>
internal sealed class Admission(int capacity, int workers, TimeSpan standing, PictureQueue waiting)
{
    /// <summary>In which a queue of a burst has come to nothing; one that has not stands (K. Nichols, V. Jacobson, Controlling Queue Delay, 2012).</summary>
    private const double BurstSeconds = 0.1;

    /// <summary>A request is let in if its wait is expected to take at most this part of its time: what is expected is a mean.</summary>
    private const double UsableTime = 0.5;

    /// <summary>The part of the workers that a request of several pictures is entitled to, if its time does not ask for more.</summary>
    private const double Share = 1.0 / 16;

    /// <summary>The part of the queue that requests of several pictures may fill; the rest is left to single ones.</summary>
    private const double PartOfSeveral = 0.75;

    /// <summary>The weight of the newest picture in the mean time of a run of a model.</summary>
    private const double Newest = 0.05;

    private double _running;
    private double _secondsOfRun;
    private double _lastIdle = double.NegativeInfinity;

    /// <summary>Pictures waiting or being worked on.</summary>
    public int Held { get; private set; }

    /// <summary>A run's mean time in seconds, shared among all workers; 0 until one was made.</summary>
    private double SecondsEach => _secondsOfRun / workers;

    /// <summary>Whether so many pictures may come.</summary>
    /// <param name="pictures">How many, of one request.</param>
    /// <param name="work">What they are expected to take, in runs of a model.</param>
    /// <param name="left">The request's time.</param>
    /// <param name="now">The clock, in seconds.</param>
    /// <exception cref="ServiceException">There is no room for them, or their wait would be too long.</exception>
    public void Verify(int pictures, double work, TimeSpan left, double now)
    {
        var room = Room(pictures);
        if (pictures > room)
        {
            throw Refusal($"{Held} of {capacity} pictures are being worked on; {pictures} more do not fit.", $"{pictures}", $"{room}", Seconds(waiting.Work + work));
        }

        var usable = left * UsableTime;
        // Whatever waits is the most that can come before; which of it does is only looked at where that matters.
        if (Held == 0 || Seconds(waiting.Work + work) <= usable) return;
        var beforeLast = work * (pictures - 1) / pictures;
        var wait = Seconds(waiting.WorkDue(now + (beforeLast * Pace(work, left))) + work);
        if (wait <= usable) return;
        throw Refusal(
            $"{pictures} more pictures would be done in about {wait.TotalSeconds:0.0} seconds; {left.TotalSeconds:0.0} are left.",
            $"{wait.TotalSeconds:0.0} seconds", $"{usable.TotalSeconds:0.0} seconds", wait);
    }

    /// <summary>
    /// Whether one may come who told no time: it does not wait behind a queue that stands, of which all wait and nobody gains. A queue that
    /// came within a tenth of a second is a burst's and goes by itself.
    /// </summary>
    /// <param name="now">The clock, in seconds.</param>
    /// <exception cref="ServiceException">A queue stands that is longer than such a request waits for.</exception>
    public void VerifyQueue(double now)
    {
        if (Held < workers) _lastIdle = now;
        if (now - _lastIdle < BurstSeconds || Seconds(waiting.Work) <= standing) return;
        var wait = Seconds(waiting.WorkDue(now));
        if (wait <= standing) return;
        throw Refusal(
            $"A queue of {wait.TotalSeconds:0.0} seconds stands; who gives no x-deadline-ms waits for {standing.TotalSeconds:0.###} at most.",
            $"{wait.TotalSeconds:0.0} seconds", $"{standing.TotalSeconds:0.###} seconds", wait);
    }

    /// <summary>How much later each unit of a request's work is due than the one before, in seconds: by its share, or so that it is in time.</summary>
    public double Pace(double work, TimeSpan left) => Math.Min(SecondsEach / Share, left.TotalSeconds * UsableTime / work);

    /// <summary>Pictures were let in.</summary>
    public void Enter(int pictures) => Held += pictures;

    /// <summary>A worker begins with a picture.</summary>
    public void Begin(PictureJob job) => _running += job.Work;

    /// <summary>A worker is done with it.</summary>
    public void End(PictureJob job)
    {
        Leave(1);
        _running = Held == 0 ? 0 : _running - job.Work;
    }

    /// <summary>Pictures are given up.</summary>
    public void Leave(int pictures) => Held -= pictures;

    /// <summary>A picture was decoded and shown to its models.</summary>
    /// <param name="secondsOfRun">What it took, by its expected work.</param>
    public void Learn(double secondsOfRun) => _secondsOfRun += (_secondsOfRun == 0 ? 1 : Newest) * (secondsOfRun - _secondsOfRun);

    private int Room(int pictures)
    {
        var free = capacity - Held;
        return pictures == 1 || Held == 0 ? free : Math.Max((int)(capacity * PartOfSeveral) - Held, Math.Min(free, 1));
    }

    private TimeSpan Seconds(double work) => TimeSpan.FromSeconds((_running + work) * SecondsEach);

    private static ServiceException Refusal(string reason, string value, string limit, TimeSpan wait) =>
        new(ErrorKind.Overloaded, "overloaded", $"{reason} Try again later.") { Value = value, Limit = limit, RetryAfter = wait };
}
