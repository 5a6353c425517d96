using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Web.Forms;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Messages;

/// <summary>Messages between modules that could not be applied.</summary>
[Authorize(Policy = WorkPermissions.ReadMessages)]
public sealed class MessageListModel(HostedModules modules, IServiceProvider services, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<Texts> texts) : FormPage
{
    [BindProperty] public string Module { get; set; } = "";

    [BindProperty] public long Number { get; set; }

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public WorkPage<DeadLetter> Found { get; private set; } = WorkPage<DeadLetter>.None;

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) => !await User.MayAsync(WorkPermissions.RetryMessages, authorization) ? Forbid() : await TryAsync(async () =>
    {
        var db = modules.Db(Module);
        try
        {
            await RetryDeadLetter.RunAsync(services, db, Number, ct);
        }
        catch (Exception e) when (e is not (Refused or OperationCanceledException))
        {
            throw new Refused("dead-letter.failed-again", texts["It failed again: {0}", $"{e.GetType().Name}: {e.Message}"]);
        }

        var change = current.Change("messages.retry");
        db.RecordBulk(change, nameof(DeadLetter), $"{Number}", new { Number });
        await db.SaveAsync(change, ct);
        Done(texts["The message is applied."]);
        return LocalRedirect("/messages");
    });

    protected override async Task OnRedisplayAsync() => Found = await modules.NewestAsync(
        null, After, db => db.DeadLetters.AsNoTracking().Where(d => d.ParkedAt != null && d.ResolvedAt == null).Select(d => new Dated<DeadLetter> { At = d.Now, Id = d.Id, Row = d }), HttpContext.RequestAborted);
}
