using Cost.Tests.Support;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Reports;

namespace Cost.Tests.Reports;

public sealed class TextTableTests
{
    [Fact]
    public void Notes_OfPricesThatNobodyCompared_AreOneLineForAllBackends()
    {
        // A key is at a compared price, its 20,000 requests are not.
        var estimate = Given.Estimate(Workload.Steady(1, 0.05), Given.Resource("aws:kms/key:Key", "data"));

        var notes = TextTable.Notes([estimate, estimate], Given.Measured).Where(note => note.Contains("compared", StringComparison.Ordinal));

        Assert.Equal(0.06, estimate.Unchecked, 9);
        Assert.Equal("Of it, at prices that nobody has compared with AWS's since they were written down (prices/, \"unchecked\"): any 0.06, any 0.06 USD.", Assert.Single(notes));
    }

    [Fact]
    public void Notes_OfComparedPricesAlone_SayNothingOfThem() =>
        Assert.DoesNotContain(TextTable.Notes([Given.Estimate(Workload.None)], Given.Measured), note => note.Contains("compared", StringComparison.Ordinal));
}
