using RoomTypes.Learning.Onnx;

namespace RoomTypes.Learning.Tests.Onnx;

public class HeadFileTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public void Write_AnotherHead_ChangesItsBytesAndNoOthers(string version)
    {
        var model = Model(version);
        var file = Open(model);
        Assert.Equal((6, 1280), (file.Head.Labels, file.Head.Channels));
        Assert.Equal(model, file.Write(file.Head));

        var written = file.Write(file.Head.Times(-2));
        Assert.Equal(file.Head.Times(-2).Weights, Open(written).Head.Weights);
        Assert.Equal(file.Head.Times(-2).Bias, Open(written).Head.Bias);
        Assert.Equal(model.Length, written.Length);
        Assert.InRange(model.Zip(written).Count(pair => pair.First != pair.Second), 1, ((6 * 1280) + 6) * 2);
        Assert.Equal(file.NetworkSha256, Open(written).NetworkSha256);
    }

    [Fact]
    public void Network_OfOtherModels_IsAnother() => Assert.Equal(3, new[] { "1", "2", "3" }.Select(version => Open(Model(version)).NetworkSha256).Distinct().Count());

    [Fact]
    public void Open_WithoutSuchAHead_SaysWhichIsMissing()
    {
        Assert.Contains("'classifier'", Assert.Throws<LearningException>(() => new HeadFile(Model("2"), "classifier", "head.bias")).Message);
        Assert.Contains("no ONNX model", Assert.Throws<LearningException>(() => Open(Model("2")[..100_000])).Message);
    }

    [Fact]
    public void Write_AHeadOfOtherSizes_NamesBoth()
    {
        var message = Assert.Throws<LearningException>(() => Open(Model("2")).Write(Homes.Parent())).Message;
        Assert.Contains("[4, 24]", message);
        Assert.Contains("[6, 1280]", message);
    }

    private static HeadFile Open(byte[] model) => new(model, "head.weight", "head.bias");

    private static byte[] Model(string version) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", version, "model.onnx"));
}
