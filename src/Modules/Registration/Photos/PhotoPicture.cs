using System.Security.Cryptography;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using Spmis.Kernel.Acts;

namespace Spmis.Registration.Photos;

/// <summary>
/// A picture as it is kept: drawn anew as a JPEG of at most 600 by 800 pixels, upright and on white.
/// Nothing of the sender's file is left but its pixels: no place, no day, no camera (Exif, XMP, IPTC), no thumbnail, nothing behind the picture's end.
/// </summary>
/// <param name="Jpeg">The JPEG.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
internal sealed record PhotoPicture(byte[] Jpeg, int Width, int Height)
{
    /// <summary>Bytes a picture may have when it comes.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>Pixels each way below which no face is known again.</summary>
    public const int Least = 200;

    private const int MostWide = 600;
    private const int MostHigh = 800;
    private const long MostPixels = 30_000_000;
    private const int Quality = 85;

    private static readonly Configuration Readers = new(new JpegConfigurationModule(), new PngConfigurationModule()); // No other format is read.

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Jpeg));

    /// <summary>Reads what a browser or program sent.</summary>
    /// <exception cref="Refused">Nothing, too large, neither JPEG nor PNG whatever its name says, too small to know a face, or broken.</exception>
    public static async Task<PhotoPicture> ReadAsync(Stream? content, CancellationToken ct)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; content is not null && memory.Length <= MostBytes && (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            memory.Write(buffer, 0, read);
        }

        if (memory.Length is 0 or > MostBytes)
        {
            throw memory.Length == 0 ? new Refused("photo.nothing", "Choose the photograph.", "file")
                : new Refused("photo.too-large", $"The photograph has more than {MostBytes / 1024 / 1024} MB. Set the camera to a smaller picture.", "file");
        }

        if (!IsWhole(memory.GetBuffer().AsSpan(0, (int)memory.Length)))
        {
            throw NoPicture();
        }

        memory.Position = 0;
        return Draw(memory);
    }

    /// <summary>Whether a JPEG or PNG came to its end: a reader would fill what is missing with grey. Scan data never holds the two marks, because FF is followed by 00 in it (ITU-T T.81, B.1.1.5).</summary>
    private static bool IsWhole(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? content.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) > content.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA])
        : content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && content.LastIndexOf("IEND"u8) > 0;

    private static PhotoPicture Draw(MemoryStream content)
    {
        try
        {
            // The size is read before the picture, so that a small file that would fill the memory never does.
            var info = Image.Identify(Readers, content) ?? throw NoPicture();
            if ((long)info.Width * info.Height > MostPixels)
            {
                throw new Refused("photo.too-large", $"The photograph has {info.Width} by {info.Height} pixels, more than {MostPixels / 1_000_000} million. Set the camera to a smaller picture.", "file");
            }

            if (Math.Min(info.Width, info.Height) < Least)
            {
                throw new Refused("photo.too-small", $"The photograph has {info.Width} by {info.Height} pixels; nobody is known again below {Least} each way. Take it closer, or with a better camera.", "file");
            }

            content.Position = 0;
            using var image = Image.Load<Rgba32>(Readers, content);
            image.Mutate(x =>
            {
                x.AutoOrient();
                if (image.Width > MostWide || image.Height > MostHigh || info.Width > MostHigh)
                {
                    x.Resize(new ResizeOptions { Size = new Size(MostWide, MostHigh), Mode = ResizeMode.Max });
                }

                x.BackgroundColor(Color.White);
            });
            using var bare = image.CloneAs<Rgb24>();
            (bare.Metadata.ExifProfile, bare.Metadata.XmpProfile, bare.Metadata.IptcProfile, bare.Metadata.IccProfile) = (null, null, null, null);
            using var jpeg = new MemoryStream();
            bare.Save(jpeg, new JpegEncoder { Quality = Quality, ColorType = JpegColorType.YCbCrRatio420 });
            return new PhotoPicture(jpeg.ToArray(), bare.Width, bare.Height);
        }
        catch (Exception e) when (e is ImageFormatException or ImageProcessingException or NotSupportedException or IndexOutOfRangeException or ArgumentException or InvalidDataException or EndOfStreamException)
        {
            throw NoPicture();
        }
    }

    private static Refused NoPicture() => new("photo.not-a-picture", "This is neither a JPEG nor a PNG that can be read, whatever its name says. Take the photograph again, or save it as JPEG.", "file");
}
