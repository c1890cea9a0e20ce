using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Decoding;

namespace RoomTypes.Tests.Decoding;

public sealed class ExifOrientationTests
{
    // One directory at offset 8 with one entry: tag 0x0112, type SHORT, one value: 6.
    private const string LittleEndian = "49492A00080000000100120103000100000006000000";
    private const string BigEndian = "4D4D002A0000000800010112000300000001000600000000";

    [Theory]
    [InlineData(LittleEndian)]
    [InlineData(BigEndian)]
    [InlineData("457869660000" + LittleEndian)]
    [InlineData("457869660000" + BigEndian)]
    public void Read_EitherByteOrder_FindsOrientation(string hex) => Assert.Equal(6, ExifOrientation.Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("4949")]
    [InlineData("49492A00FFFFFFFF0100120103000100000006000000")] // directory outside
    [InlineData("49492A00080000000100120104000100000006000000")] // a LONG
    [InlineData("49492A00080000000100120103000200000006000000")] // two values
    [InlineData("49492A00080000000100120103000100000009000000")] // 9
    [InlineData("49492A00080000000100120103000100000000000000")] // 0
    [InlineData("49492A000800000001001301030001000000060000")] // entry cut short
    [InlineData("49492B00080000000100120103000100000006000000")] // no TIFF
    public void Read_Malformed_IsUpright(string hex) => Assert.Equal(1, ExifOrientation.Read(Convert.FromHexString(hex)));

    [Fact]
    public void Read_AnyBytes_IsOneToEight() => Prop.ForAll<byte[], bool>((bytes, little) =>
    {
        byte[] exif = [.. (little ? "II*\0"u8 : "MM\0*"u8), .. bytes];
        Assert.InRange(ExifOrientation.Read(exif), 1, 8);
    }).Check(Config.QuickThrowOnFailure);
}
