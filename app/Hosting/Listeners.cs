using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace RoomTypes.Hosting;

/// <summary>
/// The sockets that Kestrel listens on. A socket that is closed resets the connections that wait to be accepted, and those come until the
/// last moment: before it is closed, nobody is let in any more, and those who wait are accepted.
/// </summary>
internal sealed class Listeners
{
    private const int SocketLevel = 1;
    private const int AttachFilter = 26;

    private readonly ConcurrentBag<Socket> _sockets = [];

    /// <summary>Whether connections wait to be accepted.</summary>
    public bool HasWaiting => _sockets.Any(socket => socket.Poll(0, SelectMode.SelectRead));

    /// <summary>Makes a socket for Kestrel.</summary>
    public Socket Bind(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>
    /// Drops what opens new connections: their clients ask again in a second, and are told then that nobody listens. False where the
    /// system cannot do that.
    /// </summary>
    public bool LetNobodyIn() => OperatingSystem.IsLinux() && !_sockets.IsEmpty && _sockets.All(TryLetNobodyIn);

    private static bool TryLetNobodyIn(Socket socket)
    {
        if (socket.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)) return false;
        // A classic BPF program (kernel.org, networking/filter.rst) over the TCP header: what has SYN without ACK among the flags in its
        // byte 13 is dropped, all else passes.
        ReadOnlySpan<Instruction> program =
        [
            new(0x30, 0, 0, 13),
            new(0x54, 0, 0, 0x12),
            new(0x15, 0, 1, 0x02),
            new(0x06, 0, 0, 0),
            new(0x06, 0, 0, uint.MaxValue),
        ];
        try
        {
            unsafe
            {
                fixed (Instruction* instructions = program)
                {
                    var filter = new Program { Length = (ushort)program.Length, Instructions = instructions };
                    socket.SetRawSocketOption(SocketLevel, AttachFilter, new ReadOnlySpan<byte>(&filter, sizeof(Program)));
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>struct sock_filter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Program
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
