using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Spmis.Eligibility.Letters;
using Spmis.Web.Letters;

namespace Spmis.Eligibility.Pages.Letters;

/// <summary>The letter that asks for evidence.</summary>
[Authorize("eligibility.read")]
public sealed class EvidenceModel(WriteEvidenceLetter write) : LetterPage
{
    /// <summary>The claim's number.</summary>
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <summary>Which of its letters.</summary>
    [BindProperty(SupportsGet = true)]
    public int Sequence { get; set; }

    /// <inheritdoc />
    public override string Back => $"/claims/{Number}";

    /// <inheritdoc />
    protected override Task<Letter> WriteAsync(string? language, CancellationToken ct) => write.HandleAsync(Number, Sequence, language, ct);
}
