using System.Text.Json;
using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

/// <summary>The decoded input against the reference pipeline's: full decode and Pillow's antialiased bilinear squash.</summary>
public sealed class GoldenGridTests
{
    private const int Side = 224, Cells = 4, CellSide = Side / Cells;
    private const double Tolerance = 3;

    public static TheoryData<string> Samples => [.. Fixture.Samples];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Decode_Sample_MatchesReferenceGrid(string sample)
    {
        var rgb = new byte[Side * Side * 3];
        new ImageDecoder(new DecodingOptions()).Decode(Fixture.Sample(sample), Side, Side, rgb);

        var cells = Golden().GetProperty(sample);
        for (int row = 0; row < Cells; row++)
            for (int column = 0; column < Cells; column++)
                for (int channel = 0; channel < 3; channel++)
                    Assert.Equal(cells[row][column][channel].GetDouble(), CellMean(rgb, row, column, channel), Tolerance);
    }

    private static double CellMean(byte[] rgb, int row, int column, int channel)
    {
        long sum = 0;
        for (int y = row * CellSide; y < (row + 1) * CellSide; y++)
            for (int x = column * CellSide; x < (column + 1) * CellSide; x++)
                sum += rgb[(y * Side + x) * 3 + channel];
        return (double)sum / (CellSide * CellSide);
    }

    private static JsonElement Golden() =>
        JsonDocument.Parse(File.ReadAllBytes(Fixture.Path("golden.json"))).RootElement.GetProperty("grid");
}
