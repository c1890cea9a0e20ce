using RoomTypes.Learning.Heads;

namespace RoomTypes.Learning.Tests.Heads;

public class SoftmaxLossTests
{
    [Fact]
    public void Gradient_AtAnyPlace_IsTheSlopeOfTheValue()
    {
        // More than one block, and labels of unlike weights.
        var examples = Homes.Draw(2, 40, 20).ToArray();
        var centre = Homes.Parent();
        var loss = new SoftmaxLoss(examples, [.. examples.Select((_, i) => 0.5 + (i % 3))], centre, 0.05);
        var place = centre.Times(0.3).ToParameters();
        var (_, gradient) = loss.At(place);
        foreach (var i in new[] { 0, 7, 30, 95, Homes.Labels * Homes.Channels, place.Length - 1 })
        {
            const double Step = 1e-2;
            var (above, below) = ((double[])place.Clone(), (double[])place.Clone());
            (above[i], below[i]) = (place[i] + Step, place[i] - Step);
            Assert.Equal((loss.At(above).Value - loss.At(below).Value) / (2 * Step), gradient[i], 1e-4);
        }
    }

    [Fact]
    public void Value_OfAHeadThatIsUnsure_IsTheLogarithmOfTheLabels()
    {
        var loss = new SoftmaxLoss([.. Homes.Draw(3, 5, 5)], [.. Enumerable.Repeat(1.0, 25)], Homes.Parent().Blank(), 1);
        Assert.Equal(Math.Log(Homes.Labels), loss.At(new double[Homes.Labels * (Homes.Channels + 1)]).Value, 1e-6);
    }
}
