namespace Spmis.Kernel.Data;

/// <summary>A row of the Kernel's own bookkeeping: it is not itself recorded in the history.</summary>
public interface IKernelRow;
