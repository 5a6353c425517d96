using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Appeals;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Letters;
using Spmis.Kernel.Access;
using Spmis.Kernel.Hosting;
using Spmis.Web.Letters;

namespace Spmis.Eligibility;

/// <summary>What the way from a claim to a decision plugs into the module.</summary>
internal static class EligibilityClaims
{
    /// <summary>Who may do what on that way.</summary>
    public static IReadOnlyList<Permission> Permissions { get; } =
    [
        new("claims.file", "Take claims, singly or from a file", Roles.Officer),
        new("claims.determine", "Decide claims by the scheme's rules", Roles.Officer),
        new("evidence.read", "Open the papers of a claim, medical ones too", Roles.Officer, Roles.Supervisor),
        new("evidence.judge", "Accept and refuse evidence, and settle certificates that contradict each other", Roles.Officer),
        new("determinations.withdraw", "Prepare the withdrawal of a wrong decision", Roles.Officer, Roles.Supervisor),
        new("determinations.override", "Prepare a decision against what the rules say", Roles.Supervisor),
        new("determinations.approve", "Approve withdrawals, decisions against the rules and outcomes of appeals that somebody else prepared", Roles.Supervisor) { StepUp = true },
        new("appeals.register", "Register appeals", Roles.Officer),
        new("appeals.decide", "Prepare the outcome of appeals", Roles.Officer, Roles.Supervisor),
    ];

    /// <summary>Its acts, runs and proposals.</summary>
    public static void AddClaims(this ModuleBuilder module)
    {
        module.Services.AddScoped<TakeClaims>().AddScoped<FileClaim>().AddScoped<ImportClaims>().AddScoped<ConfirmClaim>().AddScoped<AnswerDueClaim>().AddScoped<CloseClaim>().AddScoped<OpenCasesOnDeath>().AddScoped<OpenDueClaims>();
        module.Services.AddScoped<ReceiveEvidence>().AddScoped<JudgeEvidence>().AddScoped<SettleCertificates>().AddScoped<AskForEvidence>().AddScoped<OpenDocument>();
        module.Services.AddScoped<ClaimSheets>().AddScoped<DecideClaims>().AddScoped<DetermineClaim>().AddScoped<DetermineClaims>().AddScoped<ReproduceDetermination>().AddScoped<RecheckDeterminations>();
        module.Services.AddScoped<WithdrawDetermination>().AddScoped<OverrideDetermination>().AddScoped<RegisterAppeal>().AddScoped<DecideAppeal>();
        module.Services.AddScoped<WriteEvidenceLetter>().AddScoped<WriteDecisionLetter>();
        module.AddProposedAct<WithdrawDetermination>(WithdrawDetermination.Act, "determinations.approve").AddProposedAct<OverrideDetermination>(OverrideDetermination.Act, "determinations.approve");
        module.AddProposedAct<DecideAppeal>(DecideAppeal.Act, "determinations.approve");
        module.AddRunWorker<ClaimsWorker>().AddRunWorker<DetermineWorker>().AddRunWorker<OpenDueWorker>().AddClockwork<NightlyClaims>();
    }
}
