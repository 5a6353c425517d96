namespace Spmis.Iso20022.Xml;

/// <summary>Counts what the XML reader takes, so that neither the file nor one record of it (a name of a gigabyte, say) outgrows the limits.</summary>
internal sealed class BoundedStream(Stream inner, ReadLimits limits) : Stream
{
    // The XML reader reads ahead; so much may belong to the next record already.
    private const int ReadAhead = 256 * 1024;

    private long total;
    private long recordStart;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => total; set => throw new NotSupportedException(); }

    /// <summary>Whether the XML reader asked for more than there was.</summary>
    public bool Ended { get; private set; }

    public void BeginRecord() => recordStart = total;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Uploads are read asynchronously.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        total += read;
        Ended |= read == 0;
        if (total > limits.BytesPerFile)
        {
            throw new MessageRefused("xml.too-large", $"The file is larger than {limits.BytesPerFile} bytes; ask for it in several files.");
        }

        if (total - recordStart > limits.BytesPerRecord + ReadAhead)
        {
            throw new MessageRefused("xml.record-too-large", $"One record of the file takes more than {limits.BytesPerRecord} bytes, which no real one does; the file is broken or not what it says.");
        }

        return read;
    }
}
