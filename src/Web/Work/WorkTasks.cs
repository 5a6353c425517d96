using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Web.Work;

/// <summary>What waits for this user in any module: proposals of others, failed runs, messages that could not be applied.</summary>
internal sealed class WorkTasks(HostedModules modules, FourEyes fourEyes, ProposalTerms terms, TimeProvider time, IAuthorizationService authorization, Show show, IStringLocalizer<Texts> texts) : IHomeTasks
{
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        var actor = CurrentActor.Of(user);
        List<HomeTask> tasks = [];
        await AddAsync(WorkPermissions.ReadProposals, "Decide what has waited too long", "/proposals", TagKind.Bad, 5, async db =>
        {
            var count = 0;
            foreach (var overdue in terms.Overdue(fourEyes.DueFor(db, actor), time.GetUtcNow().UtcDateTime))
            {
                count += await overdue.CountAsync(ct);
            }

            return count;
        });
        await AddAsync(WorkPermissions.ReadProposals, "Decide what others prepared", "/proposals", TagKind.Wait, 10, db => fourEyes.DueFor(db, actor).CountAsync(ct));
        await AddAsync(WorkPermissions.ReadRuns, "Look at runs that failed", "/runs?state=failed", TagKind.Bad, 20,
            db => db.Runs.SeenBy(actor).CountAsync(r => r.FailedAt != null, ct));
        await AddAsync(WorkPermissions.RetryMessages, "Apply messages that failed", "/messages", TagKind.Bad, 30,
            db => db.DeadLetters.CountAsync(d => d.ParkedAt != null && d.ResolvedAt == null, ct));
        return tasks;

        async Task AddAsync(string permission, string text, string href, TagKind kind, int order, Func<ModuleDb, Task<int>> count)
        {
            var waiting = 0;
            foreach (var module in await user.MayAsync(permission, authorization) ? modules.Names : [])
            {
                waiting += await count(modules.Db(module));
            }

            if (waiting > 0)
            {
                tasks.Add(new HomeTask(texts[text], href, show.Count(waiting), kind, permission, order));
            }
        }
    }
}
