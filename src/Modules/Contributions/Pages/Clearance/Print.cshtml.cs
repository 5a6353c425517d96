using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Spmis.Contributions.Clearance;
using Spmis.Kernel.Access;
using Spmis.Web.Letters;

namespace Spmis.Contributions.Pages.Clearance;

/// <summary>A clearance certificate, to be printed or saved as PDF.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class PrintModel(VerifyClearance find, WriteClearance write, CurrentActor current, TimeProvider time) : LetterPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public override string Back => $"/clearance/{Number}";

    protected override async Task<Letter> WriteAsync(string? language, CancellationToken ct)
    {
        var view = await find.ByNumberAsync(Number, current.Actor, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct);
        return write.Write(view, VerifyModel.AddressOf(Request, view.Certificate.Code), language);
    }
}
