using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Payments;
using Spmis.Contracts.Registration;
using Spmis.Eligibility.Api;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Clearance;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Debts;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Eligibility.Pages;
using Spmis.Eligibility.Pages.Determinations;
using Spmis.Eligibility.Pages.Me;
using Spmis.Eligibility.Pages.Schemes;
using Spmis.Eligibility.Promises;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Recertifications;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Eligibility.Statements;
using Spmis.Eligibility.Statistics;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Secrets;
using Spmis.Web.Home;
using Spmis.Web.Menu;

namespace Spmis.Eligibility;

/// <summary>Everything the eligibility module plugs into the house.</summary>
public sealed class EligibilityModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "eligibility";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new("schemes.read", "See scheme packages, their figures, rules and tests", Roles.Officer, Roles.Supervisor, Roles.Auditor, Roles.Administrator),
        new("schemes.prepare", "Hand in scheme packages and prepare their activation", Roles.Officer, Roles.Supervisor, Roles.Administrator) { Nation = true },
        new("schemes.approve", "Approve the activation somebody else prepared", Roles.Supervisor, Roles.Administrator) { StepUp = true, Nation = true },
        new("schemes.try", "Try a package over the register without deciding anything", Roles.Officer, Roles.Supervisor, Roles.Administrator) { Nation = true },
        new("eligibility.read", "See claims, decisions and awards", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        .. EligibilityClaims.Permissions,
        new("me.benefits", "See the own statement, claims and benefits", Roles.Person),
        new("me.claim", "Claim for oneself and send papers", Roles.Person),
        new("rounds.start", "Start a round over the whole register", Roles.Officer) { Nation = true },
        new("certificates.record", "Record proofs of life, singly or from a file", Roles.Officer),
        new("statements.start", "Start the yearly pension statements", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("programmes.set", "Set up programmes with limited places, and whom they are for", Roles.Officer, Roles.Supervisor) { Nation = true },
        new("enrolments.record", "Enrol persons in schemes, end and transfer enrolments, cover dependants", Roles.Officer),
        new("enrolments.agree", "Prepare agreements of associations with schemes, by which their members are enrolled, and their end", Roles.Officer, Roles.Supervisor),
        new(ReadOwnAgreements.Permission, "See the schemes the own association has agreements with, and which members are enrolled by them", Roles.Association),
        new("enrolments.approve", "Approve agreements with schemes that somebody else prepared", Roles.Supervisor) { StepUp = true },
        new("awards.suspend", "Suspend an award at once", Roles.Officer, Roles.Supervisor),
        new("awards.prepare", "Prepare approval, resumption and end of awards", Roles.Officer),
        new("awards.approve", "Approve awards and changes of awards somebody else prepared", Roles.Supervisor) { StepUp = true },
    ];

    /// <inheritdoc />
    public void Add(ModuleBuilder module)
    {
        module.AddDb<EligibilityDb>().AddStatistics<AwardsSet>();
        module.Services.AddSingleton<SchemeCache>();
        module.Services.TryAddSingleton(p => new FileStore(Path.Combine(p.GetRequiredService<SpmisDatabase>().DataFolder, "files")));
        module.Services.AddScoped<SchemeBook>().AddScoped<UploadPackage>().AddScoped<ActivateScheme>().AddScoped<CompareVersions>().AddScoped<MeasureConformity>();
        module.Services.AddScoped<Merges>();
        module.AddClaims();
        module.Services.AddScoped<StartRound>().AddScoped<DecideRound>().AddScoped<DecideCandidates>().AddScoped<PlaceCandidates>().AddScoped<CountAreas>().AddScoped<AreaNames>();
        module.Services.AddScoped<SetProgramme>().AddScoped<SettleRound>().AddScoped<HearCommunity>();
        module.Services.AddScoped<MakeAwards>().AddScoped<ApproveAwards>().AddScoped<TakeOverAwards>().AddScoped<TakeOverLines>().AddScoped<SuspendAward>().AddScoped<ResumeAward>().AddScoped<EndAward>();
        module.Services.AddScoped<StartRecalculation>().AddScoped<RecalculateAwards>().AddScoped<RecalculateRefusals>().AddScoped<ApproveRecalculation>().AddScoped<LowerAwards>();
        module.Services.AddScoped<OpenDebt>().AddScoped<PlanRecovery>().AddScoped<ReduceDebt>();
        module.Services.AddScoped<StartIndexation>().AddScoped<IndexAwards>().AddScoped<ApproveIndexation>();
        module.Services.AddScoped<StartRecertification>().AddScoped<RecertifyAwards>().AddScoped<ApproveExits>();
        module.Services.AddScoped<ProveLife>().AddScoped<ResumeAfterProof>().AddScoped<ImportProofs>().AddScoped<CheckCertificates>().AddScoped<StartCertificates>();
        module.Services.AddScoped<MakeStatement>().AddScoped<StartStatements>().AddScoped<KeepStatements>().AddScoped<ReadStatement>();
        module.Services.AddScoped<Enrol>().AddScoped<CoverDependant>().AddScoped<FindEnrolments>().AddScoped<DeriveEnrolments>().AddScoped<AgreeScheme>().AddScoped<EndAgreement>().AddScoped<ReadOwnAgreements>();
        module.Services.AddScoped<StartWhatIf>().AddScoped<TryPackage>();
        module.Services.AddScoped<SettleOwners>();
        module.Services.AddScoped<Approvals>().AddScoped<PersonFile>().AddScoped<EligibilityPromises>();
        module.Services.AddMenu<EligibilityTexts>(new MenuItem("Claims", "/claims", "eligibility.read", 300), new MenuItem("Awards", "/awards", "eligibility.read", 310), new MenuItem("Rounds", "/eligibility/rounds", "eligibility.read", 320), new MenuItem("Schemes", "/schemes", "schemes.read", 330));
        module.Services.AddMenu<EligibilityTexts>(new MenuItem("Agreements with schemes", "/association/agreements", ReadOwnAgreements.Permission, 16), new MenuItem("My claims", "/me/claims", "me.benefits", 30), new MenuItem("My pension statement", "/me/statement", "me.benefits", 40));
        module.Services.AddScoped<IHomeTasks, EligibilityTasks>().AddScoped<IHomeTasks, MyClaimTasks>().AddScoped<Steps>().AddScoped<InWords>();

        module.AddProposedAct<ActivateScheme>(ActivateScheme.Act, "schemes.approve").AddProposedAct<ApproveAwards>(ApproveAwards.Act, "awards.approve");
        module.AddProposedAct<ResumeAward>(ResumeAward.Act, "awards.approve").AddProposedAct<EndAward>(EndAward.Act, "awards.approve").AddProposedAct<ApproveRecalculation>(ApproveRecalculation.Act, "awards.approve");
        module.AddProposedAct<LowerAwards>(LowerAwards.Act, "awards.approve").AddProposedAct<OpenDebt>(OpenDebt.Act, "awards.approve").AddProposedAct<PlanRecovery>(PlanRecovery.Act, "awards.approve").AddProposedAct<ReduceDebt>(ReduceDebt.Act, "awards.approve");
        module.AddProposedAct<AgreeScheme>(AgreeScheme.Act, "enrolments.approve").AddProposedAct<EndAgreement>(EndAgreement.Act, "enrolments.approve");
        module.AddProposedAct<ApproveIndexation>(ApproveIndexation.Act, "awards.approve");
        module.AddProposedAct<ApproveExits>(ApproveExits.Act, "awards.approve");
        module.AddProposedAct<ResumeAfterProof>(ResumeAfterProof.Act, "awards.approve");
        module.AddRunWorker<SealClaimsWorker>().AddClockwork<ClaimsAtStart>();
        module.Services.AddScoped<SealClaims>().AddScoped<ISealedTexts>(provider => provider.GetRequiredService<SealClaims>());
        module.AddRunWorker<CertificatesWorker>().AddRunWorker<ProofsWorker>().AddClockwork<NightlyCertificates>();
        module.AddRunWorker<StatementsWorker>();
        module.AddRunWorker<SettleRoundWorker>().AddRunWorker<CommunityWorker>();
        module.AddRunWorker<TakeOverWorker>();
        module.AddRunWorker<IndexationWorker>().AddRunWorker<TellIndexationWorker>();
        module.AddRunWorker<RecertificationWorker>().AddRunWorker<EndAwardsWorker>();
        module.AddRunWorker<RoundWorker>().AddRunWorker<PutInForceWorker>();
        module.AddClockwork<DueRecalculations>().AddRunWorker<RecalculateWorker>().AddRunWorker<TellArrearsWorker>().AddRunWorker<TellLoweringWorker>().AddRunWorker<OpenDebtsWorker>().AddRunWorker<WhatIfWorker>();
        module.AddConsumer<KeepPersons, EligibilityDb, PersonsRecorded>();
        module.AddConsumer<KeepAssociations, EligibilityDb, AssociationsRecorded>().AddConsumer<KeepAssociationMembers, EligibilityDb, AssociationMembersRecorded>().AddRunWorker<AgreementWorker>();
        module.AddConsumer<KeepAreas, EligibilityDb, AreasRecorded>();
        module.AddConsumer<KeepRestricted, EligibilityDb, PersonsRestricted>();
        module.AddConsumer<FollowMerges, EligibilityDb, PersonsMerged>();
        module.AddConsumer<FollowUndoneMerges, EligibilityDb, MergeUndone>();
        module.AddConsumer<KeepContributionYears, EligibilityDb, ContributionMonthsRecorded>();
        module.AddConsumer<KeepTriedContributions, EligibilityDb, ContributionsTried>();
        module.AddConsumer<KeepPaidMonths, EligibilityDb, PaymentsSettled>();
        module.AddConsumer<KeepRecovered, EligibilityDb, PaymentsSettled>();
        module.AddConsumer<AnswerClearance, EligibilityDb, ClearanceAsked>();
    }

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
        SchemesApi.Map(api);
        PackageChecks.Map(api);
        DecisionsApi.Map(api);
        ClaimsApi.Map(api);
        EvidenceApi.Map(api);
        AppealsApi.Map(api);
        AwardsApi.Map(api);
        RecalculationsApi.Map(api);
        DebtsApi.Map(api);
        IndexationsApi.Map(api);
        RecertificationsApi.Map(api);
        EnrolmentsApi.Map(api);
        ProgrammesApi.Map(api);
        StatementsApi.Map(api);
        LifeCertificatesApi.Map(api);
        WhatIfsApi.Map(api);
    }
}
