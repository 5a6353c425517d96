namespace Spmis.Samples.People;

/// <summary>A member of a household before it has a name.</summary>
internal readonly record struct Member(MemberRole Role, char Sex, DateOnly BornOn);
