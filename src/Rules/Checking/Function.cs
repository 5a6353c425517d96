using System.Reflection;

namespace Spmis.Rules.Checking;

/// <summary>A library function of fixed types: one static method, called by both evaluators. One that returns null yields "cannot tell" with its reason.</summary>
internal sealed record Function(string Name, IReadOnlyList<ValueKind> Takes, ValueKind Yields, MethodInfo Method, string Reason)
{
    public bool NeedsCalendar => Method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(WorkCalendar);

    public string Signature => $"{Name}({string.Join(", ", Takes.Select(k => new RuleType(k).ToString()))})";
}
