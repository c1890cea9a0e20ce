using RoomTypes.Pricing;

namespace RoomTypes.Benchmarks.Scale;

/// <summary>A day of a fleet of a billion pictures, one a request: what it asks, made of measured rates.</summary>
/// <param name="Curve">Pictures a second by vCPU, as prices/measured has them.</param>
/// <param name="Prices">List prices of a region.</param>
public sealed record ScaleDay(Curve Curve, PriceList Prices)
{
    /// <summary>Pictures, and so requests and predictions.</summary>
    public double Pictures { get; init; } = 1e9;

    /// <summary>Days of a month, as AWS's calculator counts its 730 hours.</summary>
    public const double Days = 730.0 / 24;

    /// <summary>The busiest hour over the mean: homes are cleaned by day, and the fleet is all around the world.</summary>
    public const double PeakOverMean = 2;

    /// <summary>MB of a picture: the mean of tests/Fixtures/samples.</summary>
    public const double MegabytesOfPicture = 0.045;

    /// <summary>How busy containers are kept: what the stacks' scaling rules aim at.</summary>
    public const double Utilisation = 0.6;

    /// <summary>vCPUs of a container, and of a Lambda environment of 1,769 MB.</summary>
    public const double VcpusOfContainer = 2, VcpusOfEnvironment = 1;

    /// <summary>GB of that environment, and of the container.</summary>
    public const double GigabytesOfEnvironment = 1.769 / 1.024, GigabytesOfContainer = 4;

    /// <summary>The share of predictions that are judged.</summary>
    public const double Judged = 0.01;

    /// <summary>Bytes of an event in the lake, written and compacted; events a second that one thread writes; seconds in which 10 million are compacted (docs/benchmarks.md).</summary>
    public const double BytesWritten = 53.2, BytesCompacted = 30.3, WrittenPerSecond = 151_875, CompactionSeconds = 34.6;

    /// <summary>Events of an object, and seconds that they wait for company at most (docs/events.md); rows of a compacted object.</summary>
    public const double EventsOfObject = 8_192, SecondsOfObject = 30, RowsOfCompacted = 4e6;

    /// <summary>Days that events are kept, and questions of dashboards a day, each about one day.</summary>
    public const double DaysKept = 400, QuestionsOfDay = 200;

    /// <summary>Requests a second, over the day.</summary>
    public double Mean => Pictures / 86_400;

    /// <summary>Requests a second in the busiest hour.</summary>
    public double Peak => Mean * PeakOverMean;

    /// <summary>TB a day that come in.</summary>
    public double Terabytes => Pictures * MegabytesOfPicture / 1e6;

    /// <summary>Gbit a second that come in at the peak.</summary>
    public double PeakGigabits => Peak * MegabytesOfPicture * 8 / 1000;

    /// <summary>Pictures a second that a container answers at its utilisation.</summary>
    public double PerContainer => Curve.PerSecond(VcpusOfContainer) * Utilisation;

    /// <summary>Containers at the peak.</summary>
    public double PeakContainers => Math.Ceiling(Peak / PerContainer);

    /// <summary>Containers over the day, which follow the demand.</summary>
    public double MeanContainers => Mean / PerContainer;

    /// <summary>Lambda environments that are busy at the peak.</summary>
    public double PeakEnvironments => Math.Ceiling(Peak * Curve.AloneSeconds(VcpusOfEnvironment));

    /// <summary>Events a day.</summary>
    public double Events => Pictures * (1 + Judged);

    /// <summary>Objects a day that containers write: of predictions by number or by time, whichever is first; each feedback that came in another half second is one at most.</summary>
    public double ContainerObjects => MeanContainers * 86_400 * Math.Max(PerContainer / EventsOfObject, 1 / SecondsOfObject);

    /// <summary>Objects a day once compacted, of predictions.</summary>
    public double CompactedObjects => 24 * Math.Ceiling(Pictures / 24 / RowsOfCompacted);

    /// <summary>GB a day, compacted.</summary>
    public double GigabytesOfDay => Events * BytesCompacted / 1e9;

    /// <summary>Hours that compaction of a day takes on the machine of the benchmark.</summary>
    public double CompactionHours => Events / 1e7 * CompactionSeconds / 3600;

    /// <summary>USD a month for so much of something.</summary>
    public double Usd(string price, double quantityOfMonth) => Prices[price].Cost(quantityOfMonth);
}
