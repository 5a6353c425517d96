using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Accounts;
using Spmis.Contributions.Api;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Clearance;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Credits;
using Spmis.Contributions.DayWork;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Dues;
using Spmis.Contributions.P2g;
using Spmis.Contributions.Pages;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Promises;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Reminders;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Risks;
using Spmis.Contributions.Statistics;
using Spmis.Contributions.Subsidies;
using Spmis.Contributions.Takeover;
using Spmis.Contributions.WhatIfs;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Hosting;
using Spmis.Web.Home;
using Spmis.Web.Menu;

namespace Spmis.Contributions;

/// <summary>Everything the contributions module plugs into the house.</summary>
public sealed class ContributionsModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "contributions";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new(May.FileReturns, "File returns", Roles.Officer, Roles.Employer, Roles.Supervisor),
        new(May.ReadReturns, "See returns and bills", Roles.Officer, Roles.Employer, Roles.Supervisor, Roles.Auditor),
        new(May.ImportReceipts, "Import bank and mobile-money statements", Roles.Officer, Roles.Supervisor) { Nation = true },
        new(May.ReadReceipts, "See receipts and money held", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(May.AssignReceipts, "Prepare the allocation and refund of money held, and the withdrawal of payment notices", Roles.Officer, Roles.Supervisor),
        new(May.ApproveReceipts, "Approve the allocation and refund of money held, and the withdrawal of payment notices", Roles.Supervisor) { StepUp = true },
        new(May.ReadRecord, "See the contribution record of a person", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(May.AnswerRequests, "Answer employers who ask for an account with a bill", Roles.Officer, Roles.Supervisor),
        new(May.ReadOwn, "See the own contribution record", Roles.Person),
        new(May.ChoosePlans, "Choose, change and end the contribution plans of people who pay for themselves", Roles.Officer, Roles.Supervisor),
        new(May.OwnPlans, "See, choose and end the own contribution plan", Roles.Person),
        new(May.ReadMemberLists, "See what associations pay for their members; an association's user its own only", Roles.Officer, Roles.Association, Roles.Supervisor, Roles.Auditor),
        new(May.FileMemberLists, "File the lists of members for whom associations pay; an association's user its own only", Roles.Officer, Roles.Association, Roles.Supervisor),
        new(May.OwnMemberLists, "See what the own association has to pay, has paid and for whom", Roles.Association),
        new(May.ReadDayWork, "See vouchers for day work and the days they are put to", Roles.Officer, Roles.Employer, Roles.Supervisor, Roles.Auditor),
        new(May.DayWork, "Buy vouchers for day work, put them to workers' days and confirm the days", Roles.Officer, Roles.Employer, Roles.Supervisor),
        new(May.CorrectDayWork, "Prepare to take confirmed days of voucher work back", Roles.Officer, Roles.Supervisor),
        new(May.ApproveDayWork, "Approve taking days back that somebody else prepared", Roles.Supervisor) { StepUp = true },
        new(May.OwnDayWork, "See and confirm the own days of voucher work", Roles.Person),
        new(May.P2g, "Call the bill interfaces of GovStack, where the profile is on", Roles.Officer) { StepUp = true, Nation = true },
        new(May.AccrueInterest, "Charge interest on late bills", Roles.Supervisor) { Nation = true },
        new(May.ReadArrears, "See arrears, waivers, write-offs, agreements and estimates", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(May.PrepareArrears, "Prepare waivers, write-offs, instalments and estimates", Roles.Officer, Roles.Supervisor),
        new(May.ApproveArrears, "Approve waivers, write-offs, instalments and estimates that somebody else prepared", Roles.Supervisor) { StepUp = true },
        new(May.IssueClearance, "Issue clearance certificates", Roles.Officer, Roles.Employer, Roles.Supervisor),
        new(May.WithdrawClearance, "Withdraw clearance certificates", Roles.Supervisor),
        new(May.ReadRisks, "See the risk list", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(May.DecideRisks, "Look for risks, hand them over to inspection or dismiss them", Roles.Officer, Roles.Supervisor),
        new(May.ReadRecalculations, "See what a changed law makes of contributions already assessed", Roles.Officer, Roles.Supervisor, Roles.Auditor),
        new(May.Recalculate, "Have contributions reckoned again by a changed law", Roles.Officer, Roles.Supervisor) { Nation = true },
        new(May.ApproveRecalculations, "Approve the differences of a changed law that somebody else prepared", Roles.Supervisor) { StepUp = true, Nation = true },
        new(May.PrepareCredits, "Prepare credits of months without payment, and their taking back", Roles.Officer, Roles.Supervisor),
        new(May.ApproveCredits, "Approve credits of months that somebody else prepared", Roles.Supervisor) { StepUp = true },
        new(May.ReadTakeovers, "See what was taken over from old systems", Roles.Officer, Roles.Supervisor, Roles.Auditor) { Nation = true },
        new(May.PrepareTakeovers, "Prepare the takeover of an old system's contributions and balances", Roles.Officer, Roles.Supervisor) { Nation = true },
        new(May.ApproveTakeovers, "Approve a takeover that somebody else prepared", Roles.Supervisor) { StepUp = true, Nation = true },
        new(May.ReadSubsidies, "See subsidy programmes and donors' accounts", Roles.Officer, Roles.Supervisor, Roles.Auditor) { Nation = true },
        new(May.PrepareSubsidies, "Prepare subsidy programmes and their end", Roles.Officer, Roles.Supervisor) { Nation = true },
        new(May.ApproveSubsidies, "Approve subsidy programmes that somebody else prepared", Roles.Supervisor) { StepUp = true, Nation = true },
    ];

    /// <inheritdoc />
    public void Add(ModuleBuilder module)
    {
        module.AddDb<ContributionsDb>().AddStatistics<ContributionYearsSet>()
            .AddConsumer<KeepWorkers, ContributionsDb, PersonsRecorded>()
            .AddConsumer<KeepRestricted, ContributionsDb, PersonsRestricted>()
            .AddConsumer<KeepEmployers, ContributionsDb, EmployersRecorded>()
            .AddConsumer<KeepAssociations, ContributionsDb, AssociationsRecorded>()
            .AddConsumer<KeepAssociationMembers, ContributionsDb, AssociationMembersRecorded>()
            .AddRunWorker<MemberListWorker>()
            .AddRunWorker<MemberMoneyWorker>()
            .AddConsumer<TakeDayWorkers, ContributionsDb, PersonsMatched>()
            .AddRunWorker<DayWorkWorker>()
            .AddRunWorker<ExpiryWorker>()
            .AddClockwork<DayWorkClock>()
            .AddProposedAct<TakeDayBack>(TakeDayBack.Act, May.ApproveDayWork)
            .AddConsumer<MoveMonthsOnMerge, ContributionsDb, PersonsMerged>()
            .AddConsumer<MoveMonthsBackOnUndo, ContributionsDb, MergeUndone>()
            .AddConsumer<ActivateScheme, ContributionsDb, SchemeActivated>()
            .AddConsumer<ApplyMatches, ContributionsDb, PersonsMatched>()
            .AddProposedAct<AssignReceipt>(AssignReceipt.Act, May.ApproveReceipts)
            .AddProposedAct<RefundReceipt>(RefundReceipt.Act, May.ApproveReceipts)
            .AddProposedAct<WithdrawNotice>(WithdrawNotice.Act, May.ApproveReceipts)
            .AddProposedAct<RelieveBill>(RelieveBill.WaiveAct, May.ApproveArrears, mayBeAlone: true)
            .AddProposedAct<RelieveBill>(RelieveBill.WriteOffAct, May.ApproveArrears, mayBeAlone: true)
            .AddProposedAct<RelieveBill>(RelieveBill.LapseAct, May.ApproveArrears)
            .AddProposedAct<ServeNotice>(ServeNotice.ReviveAct, May.ApproveArrears)
            .AddProposedAct<EndSuit>(EndSuit.Act, May.ApproveArrears)
            .AddProposedAct<AgreeInstalments>(AgreeInstalments.Act, May.ApproveArrears)
            .AddProposedAct<EstimateReturn>(EstimateReturn.Act, May.ApproveArrears)
            .AddClockwork<DueAgreements>()
            .AddProposedAct<ApproveRecalculation>(ApproveRecalculation.Act, May.ApproveRecalculations)
            .AddConsumer<CreditAwards, ContributionsDb, AwardsDecided>()
            .AddProposedAct<GiveCredit>(GiveCredit.Act, May.ApproveCredits)
            .AddProposedAct<TakeCreditBack>(TakeCreditBack.Act, May.ApproveCredits)
            .AddClockwork<DueCredits>()
            .AddProposedAct<ApproveTakeover>(ApproveTakeover.Act, May.ApproveTakeovers)
            .AddRunWorker<TakeoverWorker>()
            .AddConsumer<KeepCoveredAwards, ContributionsDb, AwardsDecided>()
            .AddProposedAct<StartProgramme>(StartProgramme.Act, May.ApproveSubsidies)
            .AddProposedAct<EndProgramme>(EndProgramme.Act, May.ApproveSubsidies)
            .AddRunWorker<SubsidiesWorker>()
            .AddClockwork<DueSubsidies>()
            .AddRunWorker<PlansWorker>()
            .AddClockwork<DuePlans>()
            .AddRunWorker<RemindersWorker>()
            .AddClockwork<DueReminders>()
            .AddClockwork<KeepLapsesAtStart>()
            .AddRunWorker<RisksWorker>()
            .AddRunWorker<RecalculateWorker>()
            .AddRunWorker<PostWorker>()
            .AddClockwork<DueRecalculations>()
            .AddConsumer<StartTrial, ContributionsDb, TryContributions>()
            .AddRunWorker<TrialWorker>()
            .AddRunWorker<ReturnWorker>()
            .AddRunWorker<AssessWorker>()
            .AddRunWorker<ReceiptsWorker>()
            .AddRunWorker<RecountWorker>()
            .AddRunWorker<InterestWorker>();
        module.Services.TryAddSingleton(services => new FileStore(Path.Combine(services.GetRequiredService<SpmisDatabase>().DataFolder, "files")));
        module.Services.Configure<RateLimiterOptions>(limits => limits.AddPolicy(P2gProfile.Limit, context => RateLimitPartition.GetSlidingWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "local",
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = context.RequestServices.GetRequiredService<P2gProfile>().CallsPerMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 })));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("My contributions", "/me/contributions", May.ReadOwn, 20));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("My plan", "/me/plan", May.OwnPlans, 21));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("What to pay", "/association/payments", May.OwnMemberLists, 14));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("My days of work", "/me/day-work", May.OwnDayWork, 22));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("Day work", "/day-work", May.ReadDayWork, 203));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("Returns", "/returns", May.ReadReturns, 200));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("Arrears", "/arrears", May.ReadArrears, 205));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("Receipts", "/receipts", May.ReadReceipts, 210));
        module.Services.AddMenu<ContributionsTexts>(new MenuItem("Subsidies", "/subsidies", May.ReadSubsidies, 215));
        module.Services
            .AddSingleton<SchemeCache>().AddScoped<SchemeBook>().AddScoped<Merges>()
            .AddScoped<PayerWords>().AddSingleton<ProfileBook>().AddSingleton(provider => new IdentifyingColumns(provider.GetRequiredService<ProfileBook>().IsIdentity)).AddScoped<RecognizeProfile>().AddScoped<EmployerReferences>().AddScoped<ProveReturn>().AddScoped<JudgeLines>().AddScoped<CheckReturn>()
            .AddScoped<FileReturn>().AddScoped<WhoseReturn>().AddScoped<ReadReturn>().AddScoped<AssessReturn>().AddScoped<FindReturns>().AddScoped<DownloadRefused>().AddScoped<ExplainLine>()
            .AddScoped<OpenDraft>().AddScoped<SaveDraft>().AddScoped<CheckDraft>().AddScoped<SubmitDraft>()
            .AddScoped<MakeBill>().AddScoped<ListBills>().AddScoped<ReadAccount>()
            .AddScoped<RecountYears>().AddScoped<RecountBills>().AddScoped<UncountedBills>().AddScoped<ReadRecord>()
            .AddScoped<ImportStatement>().AddScoped<ApplyReceipts>().AddScoped<AllocateMoney>().AddScoped<ReverseReceipts>().AddScoped<OwnContributions>().AddScoped<FindPayees>().AddScoped<FindReceipts>().AddScoped<StatementChain>()
            .AddScoped<HeldReceipt>().AddScoped<MoveMoney>().AddScoped<AssignReceipt>().AddScoped<RefundReceipt>().AddScoped<DecideReceipt>()
            .AddScoped<FindMemberLists>().AddScoped<ReadAssociationDues>().AddScoped<ReadAssociationYear>().AddScoped<ReadAssociationAccount>().AddScoped<FileMemberList>().AddScoped<ReadMemberList>().AddScoped<PayMembers>()
            .AddScoped<DayWorkSettings>().AddScoped<FindDayWork>().AddScoped<BuyVouchers>().AddScoped<WorkerDays>().AddScoped<AssignDays>().AddScoped<ConfirmDays>().AddScoped<EndVouchers>().AddScoped<FileDays>().AddScoped<ReadDays>().AddScoped<ExpireVouchers>().AddScoped<TakeDayBack>()
            .AddScoped<FillPlans>().AddScoped<FollowPlans>().AddScoped<ListOffers>().AddScoped<FindPlans>().AddScoped<ChoosePlan>()
            .AddSingleton<P2gProfile>().AddScoped<TakeNotice>().AddScoped<SettleNotices>().AddScoped<WithdrawNotice>()
            .AddScoped<Limitations>().AddScoped<KeepLapses>().AddScoped<RelieveBill>().AddScoped<AgreeInstalments>().AddScoped<FollowAgreements>().AddScoped<EstimateReturn>().AddScoped<ReplaceEstimate>().AddScoped<FindArrears>()
            .AddScoped<IssueClearance>().AddScoped<WithdrawClearance>().AddScoped<VerifyClearance>().AddScoped<WriteClearance>()
            .AddScoped<StartRisks>().AddScoped<FindRisks>().AddScoped<DecideRisk>()
            .AddScoped<ListDues>().AddScoped<ReadYear>()
            .AddScoped<AccrueInterest>().AddScoped<ChargeInterest>()
            .AddScoped<ReadAssessments>().AddScoped<StartRecalculation>().AddScoped<ReckonAgain>().AddScoped<FindMoved>().AddScoped<ApproveRecalculation>().AddScoped<PostDifferences>().AddScoped<PostOwnPayments>().AddScoped<ListRecalculations>().AddScoped<ExplainDifference>().AddScoped<TryAssessments>()
            .AddScoped<AskForAccount>().AddScoped<AnswerAccountRequest>()
            .AddScoped<PrepareTakeover>().AddScoped<CheckTakeover>().AddScoped<HeldMonths>().AddScoped<JudgeTakeover>().AddScoped<StageTakeover>().AddScoped<ApproveTakeover>().AddScoped<PostTakeover>().AddScoped<UndoTakeover>().AddScoped<FindTakeovers>().AddScoped<ReconcileTakeover>().AddScoped<WriteTakeover>()
            .AddScoped<CountMonth>().AddScoped<CreditRules>().AddScoped<KeepCredits>().AddScoped<GiveCredit>().AddScoped<TakeCreditBack>().AddScoped<FindCredits>()
            .AddScoped<OpenSubsidies>().AddScoped<SubsidiseReturns>().AddScoped<PreviewSubsidies>().AddScoped<SubsidisePayments>().AddScoped<DonorMoney>().AddScoped<FollowSubsidies>().AddScoped<CoverMonths>().AddScoped<GiveRewards>().AddScoped<BillDonors>().AddScoped<StartProgramme>().AddScoped<EndProgramme>().AddScoped<FindSubsidies>().AddScoped<WriteSubsidies>()
            .AddSingleton<ReminderRules>().AddScoped<RemindAll>().AddScoped<MakeReminders>().AddScoped<FindReminders>().AddScoped<ServeNotice>().AddScoped<EndSuit>().AddScoped<WriteReminder>()
            .AddScoped<AssociationTasks>().AddScoped<IHomeTasks, ContributionTasks>()
            .AddScoped<BooksBalance>().AddScoped<FilesReconcile>();
    }

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
        ReturnsApi.Map(api);
        MoneyApi.Map(api);
        MemberListsApi.Map(api);
        DraftsApi.Map(api);
        ArrearsApi.Map(api);
        ClearanceApi.Map(api);
        RecalculationsApi.Map(api);
        TakeoversApi.Map(api);
        CreditsApi.Map(api);
        SubsidiesApi.Map(api);
        RemindersApi.Map(api);
        DayWorkApi.Map(api);
        PlansApi.Map(api);
        P2gApi.Map(api);
    }
}
