namespace Spmis.Tests.Files;

/// <summary>Gives few bytes at a time, as a network does.</summary>
internal sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
{
    private int turn;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, (turn++ % 7 * 1000) + 1)], cancellationToken);
}

/// <summary>A beginning, then one letter so many times, then an end.</summary>
internal sealed class RepeatedStream(byte[] beginning, long times, byte[] end) : MemoryStream
{
    private long at;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var source = at < beginning.Length ? beginning.AsMemory((int)at) : at < beginning.Length + times ? default : end.AsMemory((int)(at - beginning.Length - times));
        var count = source.IsEmpty ? (int)Math.Min(buffer.Length, Math.Max(0, beginning.Length + times - at)) : Math.Min(buffer.Length, source.Length);
        if (source.IsEmpty)
        {
            buffer.Span[..count].Fill((byte)'x');
        }
        else
        {
            source[..count].CopyTo(buffer);
        }

        at += count;
        return ValueTask.FromResult(count);
    }
}

/// <summary>Breaks off after some bytes.</summary>
internal sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 ? read : throw new IOException("The connection was closed.");
    }
}
