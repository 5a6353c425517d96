using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Objections;
using Spmis.Registration.Pages.Objections;

namespace Spmis.Registration.Pages.Me;

/// <summary>Objects to a use of the own data, and reads what was answered.</summary>
[Authorize(May.ReadOwn)]
public sealed class MyObjectionsModel(ReadObjections read, FileObjection file, ObjectionTerm term, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : ObjectionForm(texts)
{
    private readonly IStringLocalizer words = texts;

    [BindProperty]
    public Guid Withdraw { get; set; }

    public int Days => term.Days;

    public IReadOnlyList<Objection> Mine { get; private set; } = [];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var change = current.Change("objections.file", Reason);
        await file.HandleAsync(current.Actor.OwnNumber(), Purpose, change.Today, change, ct);
        Done(words["The office looks at it and answers here."]);
        return LocalRedirect("/me/objections");
    });

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await file.WithdrawAsync(current.Actor.OwnNumber(), Withdraw, current.Change("objections.withdraw"), ct);
        Done(words["It is recorded."]);
        return LocalRedirect("/me/objections");
    });

    protected override async Task OnRedisplayAsync() => Mine = await read.OfAsync(current.Actor.OwnNumber(), HttpContext.RequestAborted);
}
