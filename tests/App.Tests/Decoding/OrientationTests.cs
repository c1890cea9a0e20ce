using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

public sealed class OrientationTests
{
    // One directory at offset 8 with one entry: tag 0x0112, type SHORT, one value: 6.
    private const string LittleEndian = "49492A00080000000100120103000100000006000000";
    private const string BigEndian = "4D4D002A0000000800010112000300000001000600000000";

    [Theory]
    [InlineData(LittleEndian)]
    [InlineData(BigEndian)]
    [InlineData("457869660000" + LittleEndian)]
    [InlineData("457869660000" + BigEndian)]
    public void OfExif_EitherByteOrder_FindsOrientation(string hex) => Assert.Equal(6, Orientation.OfExif(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("4949")]
    [InlineData("49492A00FFFFFFFF0100120103000100000006000000")] // directory outside
    [InlineData("49492A00080000000100120102000100000006000000")] // a text
    [InlineData("49492A00080000000100120103000200000006000000")] // two values
    [InlineData("49492A00080000000100120103000100000009000000")] // 9
    [InlineData("49492A00080000000100120103000100000000000000")] // 0
    [InlineData("49492A000800000001001301030001000000060000")] // entry cut short
    [InlineData("49492B00080000000100120103000100000006000000")] // no TIFF
    public void OfExif_Malformed_SaysNothing(string hex) => Assert.Equal(0, Orientation.OfExif(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("49492A00080000000100120101000100000006000000")] // BYTE
    [InlineData("49492A00080000000100120104000100000006000000")] // LONG
    [InlineData("4D4D002A000000080001011200040000000100000006")] // LONG, the other way round
    [InlineData("49492A00080000000100120108000100000006000000")] // SSHORT
    [InlineData("4D4D002A000000080001011200090000000100000006")] // SLONG
    public void OfExif_OtherWholeNumbers_AreTaken(string hex) => Assert.Equal(6, Orientation.OfExif(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("""<rdf:Description tiff:Orientation="6"/>""", 6)]
    [InlineData("""<rdf:Description tiff:Orientation = '8'>""", 8)]
    [InlineData("<tiff:Orientation>3</tiff:Orientation>", 3)]
    [InlineData("""<rdf:Description tiff:Orientation="9"/>""", 0)]
    [InlineData("<tiff:Orientation", 0)]
    [InlineData("<x:xmpmeta/>", 0)]
    public void OfXmp_AttributeOrElement_IsRead(string xmp, int expected) => Assert.Equal(expected, Orientation.OfXmp(System.Text.Encoding.UTF8.GetBytes(xmp)));

    [Theory]
    [InlineData(6, 3, 6)]
    [InlineData(0, 3, 3)]
    [InlineData(0, 0, 1)]
    public void Of_Both_PrefersExif(int exif, int xmp, int expected) => Assert.Equal(expected, Orientation.Of(exif, xmp));

    [Fact]
    public void OfExif_AnyBytes_IsNothingOrOneToEight() => Prop.ForAll<byte[], bool>((bytes, little) =>
    {
        byte[] exif = [.. (little ? "II*\0"u8 : "MM\0*"u8), .. bytes];
        Assert.InRange(Orientation.OfExif(exif), 0, 8);
        Assert.InRange(Orientation.OfXmp([.. "tiff:Orientation"u8, .. bytes]), 0, 8);
    }).Check(Config.QuickThrowOnFailure);
}
