using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Eligibility.Pages.Schemes;

/// <summary>Hands in a package as a zip file.</summary>
[Authorize("schemes.prepare")]
public sealed class NewModel(UploadPackage upload, CurrentActor current, IStringLocalizer<EligibilityTexts> words) : FormPage
{
    private const int MostFiles = 500;
    private const long MostBytes = 5 * 1024 * 1024;

    /// <summary>The zip file.</summary>
    [BindProperty]
    public IFormFile? Files { get; set; }

    /// <summary>Branch of a benefit; empty for contributions.</summary>
    [BindProperty]
    public string Branch { get; set; } = "";

    /// <summary>The branches to choose from.</summary>
    public IEnumerable<Choice> All => Branches.All.Select(b => new Choice(b.Key, words[b.Value]));

    /// <summary>Checks and keeps it.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var files = await ReadAsync(Files ?? throw new InvalidOperationException("Checked before."), ct);
        var kept = await upload.HandleAsync(new NewPackage { Files = files, Branch = Branch.Length == 0 ? null : Branch }, current.Change("schemes.upload"), ct);
        Done(kept.KnownBefore ? words["This very package was handed in before."] : words["The package loads, and its tests pass."]);
        return Redirect($"/schemes/{kept.PackageId}");
    });

    /// <inheritdoc />
    protected override void Check()
    {
        if (Files is null)
        {
            Refuse(nameof(Files), words["Choose the package: a zip file with scheme.yaml in it."]);
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(IFormFile file, CancellationToken ct)
    {
        try
        {
            await using var stream = file.OpenReadStream();
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            var entries = zip.Entries.Where(e => e.Name.Length > 0).ToList();
            var main = entries.Where(e => e.Name == "scheme.yaml").MinBy(e => e.FullName.Length) ?? throw new Refused("scheme.no-yaml", "The zip file holds no scheme.yaml.", nameof(Files));
            var root = main.FullName[..^main.Name.Length];
            if (entries.Count > MostFiles)
            {
                throw TooLarge();
            }

            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            long total = 0;
            foreach (var entry in entries.Where(e => e.FullName.StartsWith(root, StringComparison.Ordinal)))
            {
                // The length told in the directory may lie: read no more than is allowed.
                await using var content = entry.Open();
                var buffer = new byte[MostBytes - total + 1];
                var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
                total += read;
                if (total > MostBytes || !files.TryAdd(entry.FullName[root.Length..], Encoding.UTF8.GetString(buffer, 0, read)))
                {
                    throw TooLarge();
                }
            }

            return files;
        }
        catch (InvalidDataException)
        {
            throw new Refused("scheme.no-zip", "This is no zip file. Put the folder with scheme.yaml into a zip file and choose that.", nameof(Files));
        }
    }

    private static Refused TooLarge() => new("scheme.too-large", $"The zip file holds more than {MostFiles} files or {MostBytes / 1024 / 1024} MB, or a file twice.", nameof(Files));
}
