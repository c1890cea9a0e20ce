extern alias service;

using System.Security.Cryptography;
using service::RoomTypes;
using service::RoomTypes.Http.Signatures;

namespace RoomTypes.Tests.Signatures;

public class ReplayGuardTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly StandingClock _clock = new(Now);

    [Fact]
    public void IsNew_OfOneSignatureOnManyThreads_IsSoOnce()
    {
        var guard = new ReplayGuard(_clock);
        var signatures = Enumerable.Range(0, 100).Select(_ => RandomNumberGenerator.GetHexString(64, lowercase: true)).ToList();
        var taken = 0;
        Parallel.For(0, 1_000, i =>
        {
            if (guard.IsNew(signatures[i % 100], Now.AddMinutes(5))) Interlocked.Increment(ref taken);
        });
        Assert.Equal(100, taken);
    }

    [Fact]
    public void IsNew_WhereTheMostAreGood_RefusesUntilOneIsNotAnyMore()
    {
        var guard = new ReplayGuard(_clock, most: 10);
        for (var i = 0; i < 10; i++) Assert.True(guard.IsNew(Signature(i), Now.AddMinutes(i == 0 ? 1 : 5)));
        Assert.Equal(ErrorKind.Overloaded, Assert.Throws<ServiceException>(() => guard.IsNew(Signature(10), Now.AddMinutes(5))).Kind);
        _clock.Now = Now.AddSeconds(61);
        Assert.True(guard.IsNew(Signature(10), Now.AddMinutes(5)));
        Assert.Throws<ServiceException>(() => guard.IsNew(Signature(11), Now.AddMinutes(5)));
        _clock.Now = Now.AddSeconds(299);
        Assert.Throws<ServiceException>(() => guard.IsNew(Signature(9), Now.AddMinutes(5)));
    }

    private static string Signature(int number) => Convert.ToHexStringLower(SHA256.HashData([(byte)number]));
}
