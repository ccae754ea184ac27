<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>Training steps run natively: NumPy&apos;s own loops, without the interpreter.</source>
        <translation>학습 스텝이 네이티브로 실행됩니다. 인터프리터 없이 NumPy 자체의 반복문을 씁니다.</translation>
    </message>
    <message>
        <source>Training steps run call by call; with llvmlite installed they run faster.</source>
        <translation>학습 스텝이 호출 하나씩 실행됩니다. llvmlite를 설치하면 더 빠릅니다.</translation>
    </message>
    <message>
        <source>About</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>Free software under the {name}.</source>
        <translation>{name}에 따른 자유 소프트웨어입니다.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
</context>
<context>
    <name>ActivationPlot</name>
    <message>
        <source>Activation and its derivative</source>
        <translation>활성화 함수와 그 도함수</translation>
    </message>
    <message>
        <source>Solid: the activation f(z), dashed: its derivative f′(z), which backpropagation multiplies by. Bars: the z of the training points now. Where the bars stand and f′ is flat at 0, nothing is learned. Dots: the z that the formula has.</source>
        <translation>실선: 활성화 함수 f(z), 점선: 역전파가 곱하는 도함수 f′(z). 막대: 지금 훈련 샘플들의 z. 막대가 있는 곳에서 f′가 0에 붙어 있으면 아무것도 학습되지 않습니다. 점: 수식에 나온 z.</translation>
    </message>
</context>
<context>
    <name>BoundaryView</name>
    <message>
        <source>Decision boundary</source>
        <translation>결정 경계</translation>
    </message>
    <message>
        <source>Wheel, plus and minus zoom; a drag, the middle button or Ctrl and arrows move the plane; a click or the arrows set the probe point.</source>
        <translation>휠과 +, − 키로 확대·축소하고, 끌거나 가운데 버튼 또는 Ctrl+화살표로 평면을 옮기며, 클릭이나 화살표로 관찰점을 정합니다.</translation>
    </message>
    <message>
        <source>The loss here in the Microscope</source>
        <translation>이곳의 손실을 현미경으로</translation>
    </message>
    <message>
        <source>Remove the probe point</source>
        <translation>관찰점 지우기</translation>
    </message>
    <message>
        <source>output</source>
        <translation>출력</translation>
    </message>
</context>
<context>
    <name>BranchSlider</name>
    <message>
        <source>{name}, to epoch {last}. Click: back to it, exactly as it was.</source>
        <translation>{name}, 에폭 {last}까지. 클릭하면 그때 상태 그대로 돌아갑니다.</translation>
    </message>
</context>
<context>
    <name>CanvasCommands</name>
    <message>
        <source>Add {layer}</source>
        <translation>{layer} 추가</translation>
    </message>
    <message>
        <source>Move {layer}</source>
        <translation>{layer} 이동</translation>
    </message>
    <message>
        <source>Remove {layer}</source>
        <translation>{layer} 제거</translation>
    </message>
    <message>
        <source>Duplicate {layer}</source>
        <translation>{layer} 복제</translation>
    </message>
    <message>
        <source>Set units of {layer}</source>
        <translation>{layer}의 유닛 수 설정</translation>
    </message>
    <message>
        <source>Remove unit {number}</source>
        <translation>유닛 {number} 제거</translation>
    </message>
    <message>
        <source>Activation {name}</source>
        <translation>활성화 함수 {name}</translation>
    </message>
    <message>
        <source>Feature {name} off</source>
        <translation>특성 {name} 끄기</translation>
    </message>
    <message>
        <source>Feature {name} on</source>
        <translation>특성 {name} 켜기</translation>
    </message>
</context>
<context>
    <name>CanvasControls</name>
    <message>
        <source>Nodes</source>
        <translation>노드</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>연결선</translation>
    </message>
    <message>
        <source>What nodes show</source>
        <translation>노드에 표시할 값</translation>
    </message>
    <message>
        <source>What edges show</source>
        <translation>연결선에 표시할 값</translation>
    </message>
    <message>
        <source>Which gradient</source>
        <translation>그레이디언트 기준</translation>
    </message>
    <message>
        <source>Which gradient the edges show. They are different numbers: name the one you mean.</source>
        <translation>연결선에 어느 그레이디언트를 표시할지 정합니다. 기준마다 값이 다르므로 무엇을 보는지 확인하세요.</translation>
    </message>
    <message>
        <source>Scale of the nodes</source>
        <translation>노드의 눈금</translation>
    </message>
    <message>
        <source>The scale follows the largest value. Click to hold it as it is, so that colours can be compared over time; click again to let it follow. Key: F</source>
        <translation>눈금은 가장 큰 값을 따릅니다. 클릭하면 지금 눈금을 유지해 시간에 따른 색을 비교할 수 있고, 다시 클릭하면 값을 따릅니다. 키: F</translation>
    </message>
    <message>
        <source>Scale of the edges</source>
        <translation>연결선의 눈금</translation>
    </message>
    <message>
        <source>Edges: hold the scale</source>
        <translation>연결선: 눈금 유지</translation>
    </message>
    <message>
        <source>{caption}; the strongest {drawn} of {count}</source>
        <translation>{caption}; {count}개 중 가장 강한 {drawn}개</translation>
    </message>
    <message>
        <source>strongest {drawn} of {count}</source>
        <translation>{count}개 중 가장 강한 {drawn}개</translation>
    </message>
    <message>
        <source>no step taken yet</source>
        <translation>아직 스텝이 없습니다</translation>
    </message>
    <message>
        <source>click the plane to choose the probe point</source>
        <translation>평면을 클릭해 관찰점을 고르세요</translation>
    </message>
    <message>
        <source>Key: {key}</source>
        <translation>키: {key}</translation>
    </message>
    <message>
        <source>|update| / |weight|, guide {value}</source>
        <translation>|업데이트| / |가중치|, 기준 {value}</translation>
    </message>
    <message>
        <source>weights, biases</source>
        <translation>가중치, 편향</translation>
    </message>
    <message>
        <source>∂loss/∂weight, ∂bias</source>
        <translation>∂손실/∂가중치, ∂편향</translation>
    </message>
    <message>
        <source>∂loss/∂weight</source>
        <translation>∂손실/∂가중치</translation>
    </message>
    <message>
        <source>last update</source>
        <translation>마지막 업데이트</translation>
    </message>
    <message>
        <source>{caption}, scale held</source>
        <translation>{caption}, 눈금 유지</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>가중치</translation>
    </message>
</context>
<context>
    <name>CanvasInput</name>
    <message>
        <source>Shift β of {unit}</source>
        <translation>{unit}의 시프트 β</translation>
    </message>
    <message>
        <source>Scale γ of {unit}</source>
        <translation>{unit}의 스케일 γ</translation>
    </message>
    <message>
        <source>{unit} in the Microscope</source>
        <translation>{unit}: 현미경으로 보기</translation>
    </message>
    <message>
        <source>{weight} in the Microscope</source>
        <translation>{weight}: 현미경으로 보기</translation>
    </message>
    <message>
        <source>Bias of {unit}</source>
        <translation>{unit}의 편향</translation>
    </message>
    <message>
        <source>Weight {source} → {unit}</source>
        <translation>가중치 {source} → {unit}</translation>
    </message>
</context>
<context>
    <name>CanvasLegend</name>
    <message>
        <source>training points over z; f(z) green, f′(z) red</source>
        <translation>z축 위의 훈련 샘플; f(z)는 초록, f′(z)는 빨강</translation>
    </message>
    <message>
        <source>∂output/∂unit</source>
        <translation>∂출력/∂유닛</translation>
    </message>
    <message>
        <source>∂{name}/∂unit</source>
        <translation>∂{name}/∂유닛</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>활성값</translation>
    </message>
    <message>
        <source>hidden units: {what}</source>
        <translation>은닉 유닛: {what}</translation>
    </message>
    <message>
        <source>{caption}, each layer on its own scale</source>
        <translation>{caption}, 층마다 눈금이 따로입니다</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>은닉</translation>
    </message>
</context>
<context>
    <name>CanvasModes</name>
    <message>
        <source>The gradient of the mean loss over all training points, with no unit dropped.</source>
        <translation>모든 훈련 샘플의 평균 손실에 대한 그레이디언트이며, 유닛을 끄지 않고 계산합니다.</translation>
    </message>
    <message>
        <source>Width and colour of an edge are ∂loss/∂weight: which weights the loss, with its penalty, asks to move.</source>
        <translation>연결선의 굵기와 색이 ∂손실/∂가중치입니다. 규제 항을 포함한 손실이 어느 가중치를 움직이려 하는지 보입니다.</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>활성값</translation>
    </message>
    <message>
        <source>Each tile shows its unit&apos;s output at every point of the plane.</source>
        <translation>각 타일은 평면의 모든 점에서 그 유닛이 내는 출력을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>그레이디언트</translation>
    </message>
    <message>
        <source>Each tile shows how much the output would move if the unit moved: ∂output/∂unit.</source>
        <translation>각 타일은 유닛이 움직일 때 출력이 얼마나 움직이는지 보여 줍니다: ∂출력/∂유닛.</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>둘 다</translation>
    </message>
    <message>
        <source>Activation on the left, gradient on the right. Beside them the probe point&apos;s numbers: green the activation, red ∂loss/∂unit.</source>
        <translation>왼쪽은 활성값, 오른쪽은 그레이디언트입니다. 옆의 숫자는 관찰점의 값으로, 초록은 활성값, 빨강은 ∂손실/∂유닛입니다.</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>Where the training points fall on each unit&apos;s curve: look for units that are flat (saturated) or 0 (dead) on all of them.</source>
        <translation>훈련 샘플들이 각 유닛의 곡선 어디에 놓이는지 보여 줍니다. 모든 점에서 평평한(포화된) 유닛이나 0인(죽은) 유닛을 찾아보세요.</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Width and colour of an edge are its weight.</source>
        <translation>연결선의 굵기와 색이 가중치입니다.</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>업데이트</translation>
    </message>
    <message>
        <source>Width and colour of an edge are what the last step added to it.</source>
        <translation>연결선의 굵기와 색이 마지막 스텝에서 더해진 값입니다.</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>The last update over the weight, in powers of ten: a healthy step is near 1e−3.</source>
        <translation>마지막 업데이트를 가중치로 나눈 값(10의 거듭제곱)입니다. 1e−3 근처면 건강한 스텝입니다.</translation>
    </message>
    <message>
        <source>of the minibatch</source>
        <translation>미니배치</translation>
    </message>
    <message>
        <source>The noisy gradient of the points of one step.</source>
        <translation>한 스텝에 쓰인 샘플들의, 노이즈가 많은 그레이디언트입니다.</translation>
    </message>
    <message>
        <source>of the training set</source>
        <translation>훈련 세트</translation>
    </message>
    <message>
        <source>of the probe point</source>
        <translation>관찰점</translation>
    </message>
    <message>
        <source>The gradient of one point&apos;s own loss: click the plane to choose the point.</source>
        <translation>점 하나의 손실에 대한 그레이디언트입니다. 평면을 클릭해 점을 고르세요.</translation>
    </message>
</context>
<context>
    <name>CanvasReadout</name>
    <message>
        <source>{gradient} + penalty</source>
        <translation>{gradient} + 규제 항</translation>
    </message>
    <message>
        <source>∂loss/∂w, last minibatch</source>
        <translation>∂손실/∂w, 마지막 미니배치</translation>
    </message>
    <message>
        <source>∂loss/∂w, next minibatch</source>
        <translation>∂손실/∂w, 다음 미니배치</translation>
    </message>
    <message>
        <source>∂loss/∂w, training set</source>
        <translation>∂손실/∂w, 훈련 세트</translation>
    </message>
    <message>
        <source>∂loss/∂w, probe point</source>
        <translation>∂손실/∂w, 관찰점</translation>
    </message>
    <message>
        <source>∂loss/∂w</source>
        <translation>∂손실/∂w</translation>
    </message>
    <message>
        <source>Click to switch it on.</source>
        <translation>클릭하면 켜집니다.</translation>
    </message>
    <message>
        <source>Click to type a value.</source>
        <translation>클릭하면 값을 입력할 수 있습니다.</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>piece {number} of {all}</source>
        <translation>조각 {number}/{all}</translation>
    </message>
    <message>
        <source>last update</source>
        <translation>마지막 업데이트</translation>
    </message>
    <message>
        <source>Bias of {unit}</source>
        <translation>{unit}의 편향</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>colours from</source>
        <translation>색의 범위</translation>
    </message>
    <message>
        <source>Dropped for most points of the last minibatch.</source>
        <translation>마지막 미니배치의 샘플 대부분에서 꺼졌습니다.</translation>
    </message>
    <message>
        <source>On for at least half of the last minibatch&apos;s points.</source>
        <translation>마지막 미니배치의 샘플 절반 이상에서 켜져 있었습니다.</translation>
    </message>
    <message>
        <source>Dead: its slope is 0 on {share} of {points}, which send its weights no gradient.</source>
        <translation>죽은 유닛: {points} 중 {share}에서 기울기가 0이라, 거기서는 가중치에 그레이디언트가 오지 않습니다.</translation>
    </message>
    <message>
        <source>Mostly off: its slope is 0 on {share} of {points}; it learns from few of them.</source>
        <translation>거의 꺼진 유닛: {points} 중 {share}에서 기울기가 0입니다. 이 유닛은 몇 안 되는 샘플에서만 학습합니다.</translation>
    </message>
    <message>
        <source>Saturated: its slope is nearly 0 on {share} of {points}; it learns slowly.</source>
        <translation>포화된 유닛: {points} 중 {share}에서 기울기가 거의 0입니다. 학습이 느립니다.</translation>
    </message>
    <message>
        <source>the training points</source>
        <translation>훈련 샘플</translation>
    </message>
    <message>
        <source>{looked_at} of {count} training points</source>
        <translation>훈련 샘플 {count}개에서 고른 {looked_at}개</translation>
    </message>
    <message>
        <source>scale γ</source>
        <translation>스케일 γ</translation>
    </message>
    <message>
        <source>shift β</source>
        <translation>시프트 β</translation>
    </message>
    <message>
        <source>Click to switch it off.</source>
        <translation>클릭하면 꺼집니다.</translation>
    </message>
    <message>
        <source>at the probe point</source>
        <translation>관찰점에서</translation>
    </message>
    <message>
        <source>∂loss/∂score there</source>
        <translation>그곳의 ∂손실/∂점수</translation>
    </message>
    <message>
        <source>∂loss/∂unit there</source>
        <translation>그곳의 ∂손실/∂유닛</translation>
    </message>
</context>
<context>
    <name>CheckBars</name>
    <message>
        <source>Relative errors of the gradients</source>
        <translation>그레이디언트의 상대 오차</translation>
    </message>
    <message>
        <source>{checked} of {parameters} parameters checked. Shown is the worst of them: relative error |analytic − numeric| / max(|analytic|, |numeric|). Left of the mark (1e−6) they agree.</source>
        <translation>파라미터 {parameters}개 중 {checked}개를 확인했습니다. 그중 가장 나쁜 상대 오차 |해석적 − 수치적| / max(|해석적|, |수치적|)를 보여 줍니다. 표시(1e−6)보다 왼쪽이면 일치합니다.</translation>
    </message>
    <message>
        <source>analytic {analytic} · numeric {numeric}</source>
        <translation>해석적 {analytic} · 수치적 {numeric}</translation>
    </message>
</context>
<context>
    <name>ChoiceButton</name>
    <message>
        <source>A click counts an answer; the right button takes one back.</source>
        <translation>클릭하면 답을 하나 세고, 오른쪽 버튼은 하나 뺍니다.</translation>
    </message>
    <message>
        <source>{choice}, answers: {count}</source>
        <translation>{choice}, 답 {count}개</translation>
    </message>
    <message>
        <source>{said}, right</source>
        <translation>{said}, 정답</translation>
    </message>
</context>
<context>
    <name>ChooseRow</name>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Compare …</source>
        <translation>비교 …</translation>
    </message>
    <message>
        <source>Comparisons of one click</source>
        <translation>한 번에 시작하는 비교</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>정렬</translation>
    </message>
    <message>
        <source>Sorts now, and again whenever training pauses. The best stands first.</source>
        <translation>지금, 그리고 학습이 멈출 때마다 다시 정렬합니다. 가장 좋은 것이 맨 앞에 옵니다.</translation>
    </message>
    <message>
        <source>as begun</source>
        <translation>시작한 순서</translation>
    </message>
    <message>
        <source>Keep this run beside</source>
        <translation>이 실행을 옆에 두기</translation>
    </message>
    <message>
        <source>Put the run that the window shows beside, as it is trained; then change something.</source>
        <translation>창에 보이는 실행을 학습된 그대로 옆에 둡니다. 그런 다음 무엇이든 바꿔 보세요.</translation>
    </message>
    <message>
        <source>End</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Nothing stands beside any more. Undo brings the runs back, trained.</source>
        <translation>옆에 둔 실행을 모두 치웁니다. 되돌리면 학습된 그대로 돌아옵니다.</translation>
    </message>
    <message>
        <source>Compare over</source>
        <translation>비교할 값</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Train 2 to 12 runs beside each other, one for each value or pair of values.</source>
        <translation>값마다, 또는 값의 쌍마다 하나씩 실행 2~12개를 나란히 학습합니다.</translation>
    </message>
    <message>
        <source>and</source>
        <translation>그리고</translation>
    </message>
</context>
<context>
    <name>ClassSwatches</name>
    <message>
        <source>Class to paint</source>
        <translation>칠할 클래스</translation>
    </message>
    <message>
        <source>Class {number}</source>
        <translation>클래스 {number}</translation>
    </message>
    <message>
        <source>A new class {number}</source>
        <translation>새 클래스 {number}</translation>
    </message>
    <message>
        <source>Class {number} {name}</source>
        <translation>클래스 {number} {name}</translation>
    </message>
</context>
<context>
    <name>Clipboard</name>
    <message>
        <source>{format} is on the clipboard: {count} lines.</source>
        <translation>클립보드에 복사했습니다: {format}, {count}줄.</translation>
    </message>
</context>
<context>
    <name>CodeView</name>
    <message>
        <source>Code</source>
        <translation>코드</translation>
    </message>
    <message>
        <source>Running …</source>
        <translation>실행 중 …</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Minibatch rows</source>
        <translation>미니배치 행</translation>
    </message>
    <message>
        <source>Rows of X are points: X @ W.</source>
        <translation>X의 행이 점입니다: X @ W.</translation>
    </message>
    <message>
        <source>Lecture column</source>
        <translation>강의식 열</translation>
    </message>
    <message>
        <source>One point is a column x: W · x.</source>
        <translation>점 하나가 열 x입니다: W · x.</translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation>표기</translation>
    </message>
    <message>
        <source>With weights</source>
        <translation>가중치 포함</translation>
    </message>
    <message>
        <source>With all numbers as they stand.</source>
        <translation>지금의 모든 수를 그대로 적습니다.</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>가중치 없이</translation>
    </message>
    <message>
        <source>The script draws its first weights itself.</source>
        <translation>스크립트가 첫 가중치를 스스로 뽑습니다.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Run the script in a process of its own and compare loss and gradient with the engine.</source>
        <translation>스크립트를 별도 프로세스에서 실행하고 손실과 그레이디언트를 엔진과 비교합니다.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Put the whole script, with its data, on the clipboard.</source>
        <translation>데이터를 포함한 스크립트 전체를 클립보드에 복사합니다.</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>내보내기 …</translation>
    </message>
    <message>
        <source>Write this, or another format, into a file.</source>
        <translation>이 형식이나 다른 형식을 파일로 저장합니다.</translation>
    </message>
    <message>
        <source>Runs as shown: loss {loss}, largest difference {difference}</source>
        <translation>보이는 대로 실행됩니다: 손실 {loss}, 최대 차이 {difference}</translation>
    </message>
    <message>
        <source>Runs as shown: predictions differ by {difference} at most</source>
        <translation>보이는 대로 실행됩니다: 예측의 최대 차이 {difference}</translation>
    </message>
    <message>
        <source>It runs, but differs: loss {loss}, largest difference {difference}</source>
        <translation>실행되지만 결과가 다릅니다: 손실 {loss}, 최대 차이 {difference}</translation>
    </message>
    <message>
        <source>Copied: the whole script, {count} lines.</source>
        <translation>복사했습니다: 스크립트 전체, {count}줄.</translation>
    </message>
</context>
<context>
    <name>ColumnHeader</name>
    <message>
        <source>Features</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>What the network sees of a point. Click a feature below to switch it on or off.</source>
        <translation>신경망이 점에서 보는 것입니다. 아래 특성을 클릭해 켜고 끕니다.</translation>
    </message>
    <message>
        <source>Add a feature of your own: type a formula in x₁ and x₂.</source>
        <translation>나만의 특성 추가: x₁과 x₂의 수식을 입력하세요.</translation>
    </message>
    <message>
        <source>Add a formula feature</source>
        <translation>수식 특성 추가</translation>
    </message>
    <message>
        <source>Features: {number} switched on</source>
        <translation>특성: {number}개 켜짐</translation>
    </message>
    <message>
        <source>softmax · {number} classes</source>
        <translation>소프트맥스 · 클래스 {number}개</translation>
    </message>
    <message>
        <source>logistic</source>
        <translation>로지스틱</translation>
    </message>
    <message>
        <source>tanh</source>
        <translation>tanh</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>How scores become the output; it follows from the data and the loss.</source>
        <translation>점수가 출력이 되는 방법입니다. 데이터와 손실에 따라 정해집니다.</translation>
    </message>
    <message>
        <source>Drag to move the layer, out of the canvas to remove it.</source>
        <translation>끌어서 층을 옮기고, 캔버스 밖으로 끌면 제거됩니다.</translation>
    </message>
    <message numerus="yes">
        <source>units</source>
        <translation>
            <numerusform>유닛</numerusform>
        </translation>
    </message>
    <message>
        <source>unit</source>
        <translation>유닛</translation>
    </message>
    <message>
        <source>Click to choose the activation.</source>
        <translation>클릭해 활성화 함수를 고릅니다.</translation>
    </message>
    <message>
        <source>Each unit is scaled by γ and shifted by β; both are learned.</source>
        <translation>각 유닛에 γ를 곱하고 β를 더합니다. 둘 다 학습됩니다.</translation>
    </message>
    <message>
        <source>One unit more: every other weight stays as it is.</source>
        <translation>유닛 하나 더: 다른 가중치는 모두 그대로입니다.</translation>
    </message>
    <message>
        <source>One unit less: the last one goes.</source>
        <translation>유닛 하나 덜: 마지막 유닛이 빠집니다.</translation>
    </message>
    <message>
        <source>Number of units: type it, or turn the wheel over it.</source>
        <translation>유닛 수: 입력하거나 그 위에서 휠을 돌리세요.</translation>
    </message>
    <message>
        <source>Add a unit</source>
        <translation>유닛 추가</translation>
    </message>
    <message>
        <source>Remove a unit</source>
        <translation>유닛 제거</translation>
    </message>
    <message>
        <source>How likely a unit is off at a training step, drawn anew for each point.</source>
        <translation>훈련 스텝에서 유닛이 꺼질 확률입니다. 샘플마다 새로 뽑습니다.</translation>
    </message>
    <message>
        <source>Number of units</source>
        <translation>유닛 수</translation>
    </message>
    <message>
        <source>Drop more units at each step.</source>
        <translation>스텝마다 더 많은 유닛을 끕니다.</translation>
    </message>
    <message>
        <source>Drop fewer units at each step.</source>
        <translation>스텝마다 더 적은 유닛을 끕니다.</translation>
    </message>
    <message>
        <source>Higher dropout rate</source>
        <translation>드롭아웃 비율 높이기</translation>
    </message>
    <message>
        <source>Lower dropout rate</source>
        <translation>드롭아웃 비율 낮추기</translation>
    </message>
    <message>
        <source>Dropout rate</source>
        <translation>드롭아웃 비율</translation>
    </message>
    <message>
        <source>Options of {column}</source>
        <translation>{column} 열의 옵션</translation>
    </message>
    <message>
        <source>Options of this column</source>
        <translation>이 열의 옵션</translation>
    </message>
    <message>
        <source>Activation: {name}</source>
        <translation>활성화 함수: {name}</translation>
    </message>
    <message>
        <source>Click to enlarge its units, again to see all layers alike.</source>
        <translation>클릭하면 유닛이 커지고, 다시 클릭하면 모든 층이 같은 크기로 보입니다.</translation>
    </message>
</context>
<context>
    <name>ColumnMenu</name>
    <message>
        <source>Activation</source>
        <translation>활성화 함수</translation>
    </message>
    <message>
        <source>Dropout rate</source>
        <translation>드롭아웃 비율</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Momentum of the running statistics</source>
        <translation>이동 통계의 모멘텀</translation>
    </message>
    <message>
        <source>Batch norm momentum</source>
        <translation>배치 정규화 모멘텀</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>엡실론</translation>
    </message>
    <message>
        <source>Epsilon of the norm</source>
        <translation>정규화의 엡실론</translation>
    </message>
    <message>
        <source>Add a formula…</source>
        <translation>수식 추가…</translation>
    </message>
    <message>
        <source>A feature of your own, typed as a formula in x₁ and x₂.</source>
        <translation>x₁과 x₂의 수식으로 직접 만드는 특성입니다.</translation>
    </message>
    <message>
        <source>Forward and backward through it, gate by gate.</source>
        <translation>순전파와 역전파를 게이트 하나씩 따라갑니다.</translation>
    </message>
    <message>
        <source>Insert here</source>
        <translation>여기에 넣기</translation>
    </message>
    <message>
        <source>Linear pieces of a unit</source>
        <translation>유닛의 선형 조각 수</translation>
    </message>
    <message>
        <source>Maxout pieces</source>
        <translation>유닛의 선형 조각 수</translation>
    </message>
    <message>
        <source>Bias on</source>
        <translation>편향 켜기</translation>
    </message>
    <message>
        <source>Bias off</source>
        <translation>편향 끄기</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>Without a bias z is 0 where all inputs are 0, whatever the weights.</source>
        <translation>편향이 없으면 입력이 모두 0인 곳에서 가중치와 상관없이 z가 0입니다.</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>고정 해제</translation>
    </message>
    <message>
        <source>Freeze weights</source>
        <translation>가중치 고정</translation>
    </message>
    <message>
        <source>A frozen layer keeps its weights while the others learn.</source>
        <translation>고정된 층은 다른 층이 배우는 동안 가중치를 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>초기 가중치</translation>
    </message>
    <message>
        <source>How the first weights are drawn; takes effect on Reset.</source>
        <translation>첫 가중치를 뽑는 방법입니다. 처음부터 다시 할 때 적용됩니다.</translation>
    </message>
    <message>
        <source>As the network: {name}</source>
        <translation>신경망과 같게: {name}</translation>
    </message>
    <message>
        <source>Regularization</source>
        <translation>규제</translation>
    </message>
    <message>
        <source>A penalty on this layer&apos;s weights, in place of the general one.</source>
        <translation>전체 규제 항 대신 이 층의 가중치에만 쓰는 규제 항입니다.</translation>
    </message>
    <message>
        <source>Regularization of the layer</source>
        <translation>이 층의 규제</translation>
    </message>
    <message>
        <source>As in training</source>
        <translation>훈련 설정과 같게</translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>왼쪽으로 이동</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>오른쪽으로 이동</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>Enlarge its units</source>
        <translation>유닛 크게 보기</translation>
    </message>
    <message>
        <source>Its tiles take the room, the other layers step back.</source>
        <translation>이 층의 타일이 자리를 차지하고 다른 층은 작아집니다.</translation>
    </message>
</context>
<context>
    <name>CommandSearch</name>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>하려는 일을 입력하세요</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령 목록</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Tab</source>
        <translation>탭</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>실습</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Units 3 / 6 / 20</source>
        <translation>유닛 3 / 6 / 20</translation>
    </message>
    <message>
        <source>One network too small, one that fits, one that can overfit.</source>
        <translation>너무 작은 신경망, 알맞은 신경망, 과적합할 수 있는 신경망입니다.</translation>
    </message>
    <message>
        <source>λ 0.001 / 0.01 / 0.1</source>
        <translation>λ 0.001 / 0.01 / 0.1</translation>
    </message>
    <message>
        <source>The same network with a weak, a middling and a strong penalty.</source>
        <translation>같은 신경망에 약한, 중간, 강한 규제 항을 둡니다.</translation>
    </message>
    <message>
        <source>Five seeds</source>
        <translation>시드 5개</translation>
    </message>
    <message>
        <source>The same experiment from five first weights: what of it is luck?</source>
        <translation>같은 실험을 처음 가중치 다섯 가지에서 시작합니다. 어디까지가 운일까요?</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>활성화 함수</translation>
    </message>
    <message>
        <source>The same network with six activations in all hidden layers.</source>
        <translation>같은 신경망의 모든 은닉층에 활성화 함수 여섯 가지를 써 봅니다.</translation>
    </message>
    <message>
        <source>Optimizers</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>The same network and learning rate with every optimizer.</source>
        <translation>같은 신경망과 학습률을 모든 옵티마이저로 학습합니다.</translation>
    </message>
    <message>
        <source>Learning rates</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>The same network with four learning rates, each ten times the one before.</source>
        <translation>같은 신경망을 열 배씩 커지는 학습률 네 가지로 학습합니다.</translation>
    </message>
    <message>
        <source>this run</source>
        <translation>이 실행</translation>
    </message>
    <message>
        <source>{number} layers</source>
        <translation>층 {number}개</translation>
    </message>
    <message>
        <source>own points</source>
        <translation>직접 만든 점</translation>
    </message>
    <message>
        <source>{number} units</source>
        <translation>유닛 {number}개</translation>
    </message>
    <message>
        <source>{number} points</source>
        <translation>점 {number}개</translation>
    </message>
    <message>
        <source>{number} hidden layers</source>
        <translation>은닉층 {number}개</translation>
    </message>
    <message>
        <source>one hidden layer</source>
        <translation>은닉층 하나</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>1 unit</source>
        <translation>유닛 1개</translation>
    </message>
</context>
<context>
    <name>ComparePanel</name>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Loss of the compared runs</source>
        <translation>비교하는 실행들의 손실</translation>
    </message>
    <message>
        <source>Loss after each epoch, without penalty: solid on training points, dashed on test points. Runs that differ by the seed alone are a band from the lowest to the highest.</source>
        <translation>에폭마다의 손실이며 규제 항은 뺐습니다. 실선은 훈련 세트, 점선은 테스트 세트입니다. 시드만 다른 실행들은 가장 낮은 값에서 가장 높은 값까지의 띠로 보입니다.</translation>
    </message>
    <message>
        <source>No runs stand beside this one yet. Choose a comparison above, or right-click a control.</source>
        <translation>아직 나란히 둔 실행이 없습니다. 위에서 비교를 고르거나, 조절 항목을 오른쪽 클릭하세요.</translation>
    </message>
    <message>
        <source>test, n = {count}</source>
        <translation>테스트, n = {count}</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>에폭 {number}</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>멈춤</translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message>
        <source>Confusion matrix</source>
        <translation>혼동 행렬</translation>
    </message>
    <message>
        <source>A row for each true class, a column for each class that the network decides for.</source>
        <translation>행은 실제 클래스, 열은 신경망이 고른 클래스입니다.</translation>
    </message>
    <message>
        <source>{count} of the {all} points of {true} are taken for {decided}.</source>
        <translation>실제 클래스 {true}의 점 {all}개 가운데 {count}개의 판단은 {decided}입니다.</translation>
    </message>
    <message>
        <source>{true}: {counts}</source>
        <translation>{true}: {counts}</translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message>
        <source>Of which points</source>
        <translation>어느 점의 표인지</translation>
    </message>
    <message>
        <source>true ↓ decided →</source>
        <translation>실제 ↓ 판단 →</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>훈련</translation>
    </message>
    <message>
        <source>The points that the network learns from.</source>
        <translation>신경망이 배우는 훈련 샘플입니다.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>The points held back from training.</source>
        <translation>훈련에 쓰지 않은 테스트 샘플입니다.</translation>
    </message>
</context>
<context>
    <name>ContributionsView</name>
    <message>
        <source>Contributions</source>
        <translation>기여도</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>By number</source>
        <translation>번호 순</translation>
    </message>
    <message>
        <source>The units in the order of the network.</source>
        <translation>신경망에 있는 순서대로 유닛을 더합니다.</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>큰 것부터</translation>
    </message>
    <message>
        <source>First the unit that changes the sum most.</source>
        <translation>합을 가장 많이 바꾸는 유닛부터 더합니다.</translation>
    </message>
    <message>
        <source>Order of the units</source>
        <translation>유닛의 순서</translation>
    </message>
    <message>
        <source>Units in the sum</source>
        <translation>합에 든 유닛 수</translation>
    </message>
    <message>
        <source>How many units are added: arrow keys go from one to the next.</source>
        <translation>유닛을 몇 개 더할지 정합니다. 화살표 키로 하나씩 옮깁니다.</translation>
    </message>
    <message>
        <source>Take the last unit out of the sum</source>
        <translation>마지막 유닛을 합에서 빼기</translation>
    </message>
    <message>
        <source>Add the next unit to the sum</source>
        <translation>다음 유닛을 합에 더하기</translation>
    </message>
    <message>
        <source>The sum</source>
        <translation>합</translation>
    </message>
    <message>
        <source>What the unit adds</source>
        <translation>이 유닛이 더하는 값</translation>
    </message>
    <message>
        <source>The sum so far</source>
        <translation>지금까지의 합</translation>
    </message>
    <message>
        <source>Along a cut through the plane</source>
        <translation>평면을 자른 선을 따라</translation>
    </message>
    <message>
        <source>The unit&apos;s activation times its weight into the output: what it adds at each place.</source>
        <translation>유닛의 활성값에 출력으로 가는 가중치를 곱한 값, 곧 평면의 각 자리에서 더하는 값입니다.</translation>
    </message>
    <message>
        <source>Bias and all units up to this one. The line is where the sum is 0, the dashes are the cut.</source>
        <translation>편향과 이 유닛까지의 합입니다. 실선은 합이 0인 곳, 점선은 자른 선입니다.</translation>
    </message>
    <message>
        <source>The same along the dashed cut, which goes through the probe point, or the middle.</source>
        <translation>점선을 따라 본 같은 값입니다. 점선은 관찰점을, 없으면 가운데를 지납니다.</translation>
    </message>
    <message>
        <source>bias b</source>
        <translation>편향 b</translation>
    </message>
    <message>
        <source>{count} of {all} units</source>
        <translation>유닛 {count} / {all}</translation>
    </message>
    <message>
        <source>at x₂ = {value}</source>
        <translation>x₂ = {value}에서</translation>
    </message>
    <message>
        <source>sum so far</source>
        <translation>지금까지의 합</translation>
    </message>
    <message>
        <source>all units</source>
        <translation>모든 유닛</translation>
    </message>
    <message>
        <source>The bias alone: the same everywhere, {value}.</source>
        <translation>편향뿐입니다. 어디서나 {value}입니다.</translation>
    </message>
    <message>
        <source>{unit} goes on with weight {value}.</source>
        <translation>{unit}: 출력으로 가는 가중치 {value}.</translation>
    </message>
    <message>
        <source>All are added: this is the network&apos;s score.</source>
        <translation>모두 더했습니다. 이것이 신경망의 점수입니다.</translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>How far points stray from their shape: with much noise no network can get them all right.</source>
        <translation>점들이 제 모양에서 벗어나는 정도입니다. 노이즈가 크면 어떤 신경망도 모두 맞힐 수 없습니다.</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플 수</translation>
    </message>
    <message>
        <source>How many points there are, training and test together.</source>
        <translation>훈련 샘플과 테스트 샘플을 합한 개수입니다.</translation>
    </message>
    <message>
        <source>Training share</source>
        <translation>훈련 비율</translation>
    </message>
    <message>
        <source>The share of points that the network learns from. The others are the test set: the network never learns from them, so their loss shows whether it understood or only memorised.</source>
        <translation>신경망이 배우는 점의 비율입니다. 나머지는 테스트 세트로, 배우는 데 쓰이지 않으므로 그 손실은 이해했는지 외웠을 뿐인지 보여 줍니다.</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Imbalance</source>
        <translation>불균형</translation>
    </message>
    <message>
        <source>Each class has this much fewer points than the one before: watch which one is given up.</source>
        <translation>클래스마다 앞 클래스보다 점이 이만큼 적습니다. 어느 클래스를 포기하는지 지켜보세요.</translation>
    </message>
    <message>
        <source>Label noise</source>
        <translation>라벨 노이즈</translation>
    </message>
    <message>
        <source>New data</source>
        <translation>새 데이터</translation>
    </message>
    <message>
        <source>Seed of the data</source>
        <translation>데이터의 시드</translation>
    </message>
    <message>
        <source>The seed of the data: the same seed draws the same points.</source>
        <translation>데이터의 시드입니다. 시드가 같으면 같은 점이 나옵니다.</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>그리기</translation>
    </message>
    <message>
        <source>Paint your own points on the plane while the network learns.</source>
        <translation>신경망이 배우는 동안 평면에 직접 점을 그립니다.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
    <message>
        <source>Points from a CSV or TSV file; or drop it on the window, or paste cells of a spreadsheet.</source>
        <translation>CSV나 TSV 파일의 점을 가져옵니다. 창에 끌어 놓거나 스프레드시트 셀을 붙여 넣어도 됩니다.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Class balance, label noise, files and links.</source>
        <translation>클래스 균형, 라벨 노이즈, 파일과 링크입니다.</translation>
    </message>
    <message>
        <source>Export points</source>
        <translation>점 내보내기</translation>
    </message>
    <message>
        <source>Write all points as a CSV file.</source>
        <translation>모든 점을 CSV 파일로 씁니다.</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>링크 열기</translation>
    </message>
    <message>
        <source>Open a TensorFlow Playground link: the same points and the same run.</source>
        <translation>TensorFlow Playground 링크를 엽니다. 점도 학습 과정도 같습니다.</translation>
    </message>
    <message>
        <source>Copy as link</source>
        <translation>링크로 복사</translation>
    </message>
    <message>
        <source>Copy this experiment as a TensorFlow Playground link.</source>
        <translation>이 실험을 TensorFlow Playground 링크로 복사합니다.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>All {count} train, none is held out</source>
        <translation>{count}개 모두 훈련용, 테스트용 없음</translation>
    </message>
    <message>
        <source>{training} train, {test} only test</source>
        <translation>훈련 {training}개, 테스트만 {test}개</translation>
    </message>
    <message>
        <source>New split</source>
        <translation>다시 나누기</translation>
    </message>
    <message>
        <source>Each point gets a wrong label with this probability. A large network learns even those by heart.</source>
        <translation>각 샘플이 이 확률로 틀린 라벨을 받습니다. 큰 신경망은 그것마저 외웁니다.</translation>
    </message>
    <message>
        <source>Deal the points into training and test set anew.</source>
        <translation>점들을 훈련 세트와 테스트 세트로 새로 나눕니다.</translation>
    </message>
    <message>
        <source>Draw other points of the same kind: the next seed.</source>
        <translation>같은 종류의 다른 점을 뽑습니다(다음 시드).</translation>
    </message>
    <message>
        <source>How many classes there are to tell apart: each gets an output of its own.</source>
        <translation>구별할 클래스의 수입니다. 클래스마다 출력이 하나씩 있습니다.</translation>
    </message>
    <message>
        <source>{name} has {count} classes; Spiral, Gauss, Rings, Checkerboard and Blobs can have more.</source>
        <translation>{name} 데이터셋의 클래스는 {count}개입니다. 나선, 가우시안, 고리, 체스판, 군집은 더 많을 수 있습니다.</translation>
    </message>
    <message>
        <source>A seed is a whole number, such as 7.</source>
        <translation>시드는 7과 같은 정수입니다.</translation>
    </message>
</context>
<context>
    <name>DatasetGallery</name>
    <message>
        <source>Datasets</source>
        <translation>데이터셋</translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message>
        <source>Lower panel</source>
        <translation>아래 패널</translation>
    </message>
    <message>
        <source>Close the lower panel</source>
        <translation>아래 패널 닫기</translation>
    </message>
    <message>
        <source>Open the lower panel</source>
        <translation>아래 패널 열기</translation>
    </message>
    <message>
        <source>Back to its place</source>
        <translation>제자리로</translation>
    </message>
    <message>
        <source>Over the whole middle</source>
        <translation>가운데 전체로 펼치기</translation>
    </message>
    <message>
        <source>Show the network and its output again.  (M, Esc)</source>
        <translation>신경망과 출력을 다시 보여 줍니다.  (M, Esc)</translation>
    </message>
    <message>
        <source>Give this panel the whole middle of the window, as a double-click on a tab does.  (M)</source>
        <translation>이 패널을 창의 가운데 전체로 펼칩니다. 탭을 더블클릭해도 됩니다.  (M)</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>Case study: a linear classifier</source>
        <translation>사례: 선형 분류기</translation>
    </message>
    <message>
        <source>Case study: one hidden layer</source>
        <translation>사례: 은닉층 하나</translation>
    </message>
    <message>
        <source>Five classes</source>
        <translation>클래스 다섯</translation>
    </message>
    <message>
        <source>Linear layers stay linear</source>
        <translation>선형 층은 쌓아도 선형</translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation>과적합</translation>
    </message>
    <message>
        <source>Regression: a ripple</source>
        <translation>회귀: 물결</translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation>나선</translation>
    </message>
    <message>
        <source>Vanishing gradient</source>
        <translation>그레이디언트 소실</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Copied: {count} lines are on the clipboard.</source>
        <translation>클립보드에 복사했습니다: {count}줄.</translation>
    </message>
    <message>
        <source>Exported as {name}.</source>
        <translation>내보냈습니다: {name}.</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>With weights</source>
        <translation>가중치 포함</translation>
    </message>
    <message>
        <source>As trained so far.</source>
        <translation>지금까지 학습한 상태입니다.</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>가중치 없이</translation>
    </message>
    <message>
        <source>As the run begins.</source>
        <translation>학습을 시작할 때의 상태입니다.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리 보기</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>저장 …</translation>
    </message>
    <message>
        <source>A binary file of {size} bytes.</source>
        <translation>{size}바이트의 이진 파일입니다.</translation>
    </message>
    <message>
        <source>Picture of the network …</source>
        <translation>신경망 그림 …</translation>
    </message>
    <message>
        <source>What the window shows of the network, as PNG, SVG or PDF.</source>
        <translation>창에 보이는 신경망을 PNG, SVG, PDF로 저장합니다.</translation>
    </message>
</context>
<context>
    <name>FeatureEditor</name>
    <message>
        <source>Add a feature</source>
        <translation>특성 추가</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>수식</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>추가</translation>
    </message>
    <message>
        <source>A feature of your own, f(x1, x2) =</source>
        <translation>나만의 특성 f(x1, x2) =</translation>
    </message>
    <message>
        <source>For example {examples}</source>
        <translation>예: {examples}</translation>
    </message>
    <message>
        <source>From {low} to {high} at {count} places of the plane.</source>
        <translation>평면의 {count}곳에서 {low}부터 {high}까지.</translation>
    </message>
    <message>
        <source>This feature is there already.</source>
        <translation>이미 있는 특성입니다.</translation>
    </message>
    <message>
        <source>It has no value on {share} % of the plane and counts as 0 there.</source>
        <translation>평면의 {share} %에서 값이 없어 그곳에서는 0으로 칩니다.</translation>
    </message>
    <message>
        <source>Add feature</source>
        <translation>특성 추가</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>Field</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Not over this field</source>
        <translation>이 항목은 빼기</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Values with commas between them, or a range such as 1e-4..1e-1:log:7.</source>
        <translation>쉼표로 나눈 값이나 1e-4..1e-1:log:7 같은 범위를 적으세요.</translation>
    </message>
</context>
<context>
    <name>FieldValues</name>
    <message>
        <source>Field</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Values between commas, numbers or names: 3, 6, 20. Enter compares them.</source>
        <translation>값을 쉼표로 나누어 적습니다. 숫자나 이름: 3, 6, 20. Enter를 누르면 비교합니다.</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>activation</source>
        <translation>활성화 함수</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>clip norm</source>
        <translation>그레이디언트 클리핑</translation>
    </message>
    <message>
        <source>dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>epsilon</source>
        <translation>엡실론</translation>
    </message>
    <message>
        <source>features</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>initializer</source>
        <translation>초기화 방법</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>max norm</source>
        <translation>최대 노름</translation>
    </message>
    <message>
        <source>momentum</source>
        <translation>모멘텀</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>pieces</source>
        <translation>조각 수</translation>
    </message>
    <message>
        <source>points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>샘플 수</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>units</source>
        <translation>유닛 수</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Experiments and tables (*.playground *.json *.csv *.tsv *.txt)</source>
        <translation>실험과 표 (*.playground *.json *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Experiments (*.playground *.json)</source>
        <translation>실험 (*.playground *.json)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>다른 이름으로 저장</translation>
    </message>
    <message>
        <source>Exported scripts and pictures (*.py *.ipynb *.tex *.png *.svg *.gif *.mp4)</source>
        <translation>내보낸 스크립트와 그림 (*.py *.ipynb *.tex *.png *.svg *.gif *.mp4)</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 그림 (*.png)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 그림 (*.svg)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 문서 (*.pdf)</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Save the changes?</source>
        <translation>변경 내용을 저장할까요?</translation>
    </message>
    <message>
        <source>{name} has changes that are not saved.</source>
        <translation>{name}에 저장하지 않은 변경이 있습니다.</translation>
    </message>
    <message>
        <source>This experiment has not been saved.</source>
        <translation>이 실험은 저장되지 않았습니다.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>저장 안 함</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The file has changed</source>
        <translation>파일이 바뀌었습니다</translation>
    </message>
    <message>
        <source>Another window or program changed {name} since it was read here.</source>
        <translation>여기서 읽은 뒤에 다른 창이나 프로그램이 {name} 파일을 바꾸었습니다.</translation>
    </message>
    <message>
        <source>Nothing is lost yet. If it is read again, your work is kept and can be brought back.</source>
        <translation>아직 잃은 것은 없습니다. 다시 읽어도 하던 작업은 보관되며 되찾을 수 있습니다.</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>다른 이름으로 저장 …</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>Overwrite it</source>
        <translation>덮어쓰기</translation>
    </message>
    <message>
        <source>It cannot be kept for the next start.</source>
        <translation>다음에 시작할 때까지 보관할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>FlowLanes</name>
    <message>
        <source>update : weight</source>
        <translation>업데이트 : 가중치</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>from epoch {epoch}</source>
        <translation>에폭 {epoch}부터</translation>
    </message>
    <message>
        <source>{units} of {of} dead</source>
        <translation>{of}개 중 {units}개 죽은 유닛</translation>
    </message>
    <message>
        <source>off {share}</source>
        <translation>꺼짐 {share}</translation>
    </message>
    <message>
        <source>saturated {share}</source>
        <translation>포화 {share}</translation>
    </message>
</context>
<context>
    <name>GradientCheck</name>
    <message>
        <source>There are no training points to check the gradient on.</source>
        <translation>그레이디언트를 확인할 훈련 샘플이 없습니다.</translation>
    </message>
    <message>
        <source>Not judged: {count} of {checked} parameters at a kink, where the numeric difference is the mean of two slopes.</source>
        <translation>판정하지 않음: 파라미터 {checked}개 중 {count}개. 꺾이는 점에서는 수치적 차분이 양쪽 기울기의 평균입니다.</translation>
    </message>
    <message>
        <source>Analytic and numeric gradient agree: largest relative error {error}.</source>
        <translation>해석적 그레이디언트와 수치적 그레이디언트가 일치합니다. 최대 상대 오차 {error}.</translation>
    </message>
    <message>
        <source>Centred differences on {points} points, loss plus penalty.</source>
        <translation>점 {points}개에서 중심 차분, 손실에 규제 항을 더한 값.</translation>
    </message>
    <message>
        <source>The gradients differ: relative error {error}.</source>
        <translation>그레이디언트가 다릅니다. 상대 오차 {error}.</translation>
    </message>
    <message>
        <source>Look for the wrong derivative in {layer}: of the wrong layers it is nearest to the output, those before it inherit the error.</source>
        <translation>{layer}에서 틀린 도함수를 찾아보세요. 틀린 층 가운데 출력에 가장 가까우며, 그 앞의 층은 오차를 물려받습니다.</translation>
    </message>
</context>
<context>
    <name>GradientCheckPanel</name>
    <message>
        <source>Gradient check</source>
        <translation>그레이디언트 검사</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>다시 검사</translation>
    </message>
    <message>
        <source>Compares each layer&apos;s gradient from backpropagation with (L(w + h) − L(w − h)) / 2h, at the present weights. A correct derivative agrees to about 1e−7 or better.</source>
        <translation>현재 가중치에서 각 층의 역전파 그레이디언트를 (L(w + h) − L(w − h)) / 2h와 비교합니다. 옳은 도함수는 1e−7 안팎 또는 그보다 잘 맞습니다.</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>검사하는 중 …</translation>
    </message>
    <message>
        <source>The check could not be done.</source>
        <translation>검사를 할 수 없었습니다.</translation>
    </message>
</context>
<context>
    <name>GradientFlow</name>
    <message>
        <source>‖∂L/∂W‖: the length of the gradient of loss plus penalty with respect to all weights of this layer. The bar compares it with the other layers: a sixth of its length is a power of ten.</source>
        <translation>‖∂L/∂W‖: 이 층의 모든 가중치에 대한, 규제 항을 포함한 손실 그레이디언트의 길이입니다. 막대로 다른 층과 비교합니다. 길이의 6분의 1이 10배입니다.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>‖∂L/∂W‖: next minibatch</source>
        <translation>‖∂L/∂W‖: 다음 미니배치</translation>
    </message>
    <message>
        <source>update : weight: how far the last step moved the weights, against their size. The mark in the middle is the guide 1e−3: far right means too large steps, far left hardly any learning.</source>
        <translation>업데이트 : 가중치: 마지막 스텝이 가중치를 그 크기에 비해 얼마나 움직였는지 보여 줍니다. 가운데 표시가 기준 1e−3입니다. 오른쪽으로 멀면 스텝이 너무 크고, 왼쪽으로 멀면 거의 배우지 않습니다.</translation>
    </message>
    <message>
        <source>Activations of this layer over the training set. Peaks at both ends of tanh or sigmoid are saturated units; one peak at 0 of a ReLU layer are units that are off.</source>
        <translation>훈련 세트에서 이 층의 활성값입니다. tanh나 시그모이드의 양 끝 봉우리는 포화된 유닛, ReLU 층의 0 봉우리는 꺼진 유닛입니다.</translation>
    </message>
    <message>
        <source>Gradients ∂loss/∂z of this layer&apos;s units, one for each training point. Compare the ends of the axis between the layers: they shrink towards the input where the gradient vanishes.</source>
        <translation>훈련 샘플마다 이 층 유닛의 그레이디언트 ∂손실/∂z입니다. 층 사이에 축의 끝을 비교해 보세요. 그레이디언트가 사라지면 입력 쪽으로 갈수록 줄어듭니다.</translation>
    </message>
    <message>
        <source>Off: the local gradient is exactly 0. Dead: a unit is off on all training points. Saturated: the local gradient is below a twentieth of its largest value. Shares of units and training points.</source>
        <translation>꺼짐: local gradient가 정확히 0입니다. 죽은 유닛: 모든 훈련 샘플에서 꺼진 유닛입니다. 포화: local gradient가 최댓값의 20분의 1보다 작습니다. 유닛과 훈련 샘플에서의 비율입니다.</translation>
    </message>
    <message>
        <source>The probe point has no label, so it has no loss and no gradient.</source>
        <translation>관찰점에 라벨이 없어 손실도 그레이디언트도 없습니다.</translation>
    </message>
    <message>
        <source>There are no points, so there is no gradient.</source>
        <translation>점이 없어 그레이디언트도 없습니다.</translation>
    </message>
    <message>
        <source>No feature is switched on: the network sees nothing of the points.</source>
        <translation>켜진 특성이 없어 신경망이 점을 전혀 보지 못합니다.</translation>
    </message>
    <message>
        <source>Exploding gradient: in {where} it is too large for a number.</source>
        <translation>그레이디언트 폭발: {where}에서 숫자로 나타낼 수 없을 만큼 큽니다.</translation>
    </message>
    <message>
        <source>Exploding gradient: ‖∂L/∂W‖ is {factor} in {where} (guide: below {guide}).</source>
        <translation>그레이디언트 폭발: {where}의 ‖∂L/∂W‖ = {factor} (기준: {guide} 미만).</translation>
    </message>
    <message>
        <source>Layer {layer}: {units} of {of} units are dead, {looked} switches them on.</source>
        <translation>층 {layer}: 유닛 {of}개 중 {units}개가 죽었습니다. {looked} 이 유닛들이 켜지지 않습니다.</translation>
    </message>
    <message>
        <source>All weights of {where} are 0, so no gradient passes to the layers before.</source>
        <translation>{where}의 가중치가 모두 0이라 앞 층으로 그레이디언트가 지나가지 않습니다.</translation>
    </message>
    <message>
        <source>The gradient is zero everywhere: {pulls} at any weight now.</source>
        <translation>그레이디언트가 어디서나 0입니다. 지금은 {pulls} 가중치를 당기지 않습니다.</translation>
    </message>
    <message>
        <source>The gradient is the penalty&apos;s alone: {pulls} at any weight now.</source>
        <translation>그레이디언트가 규제 항의 것뿐입니다. 지금은 {pulls} 가중치를 당기지 않습니다.</translation>
    </message>
    <message>
        <source>The gradient grows: {stack}, ∂L/∂z is {factor} times as large at the first layer.</source>
        <translation>그레이디언트가 커집니다: {stack}, 첫 층의 ∂L/∂z가 출력층의 {factor}배입니다.</translation>
    </message>
    <message>
        <source>The gradient reaches {units} of {of} layers: ‖∂L/∂W‖ is 0 in {where}.</source>
        <translation>그레이디언트가 층 {of}개 중 {units}개에 닿습니다: {where}의 ‖∂L/∂W‖가 0입니다.</translation>
    </message>
    <message>
        <source>The gradient reaches every layer, but ‖∂L/∂W‖ differs {factor}-fold between the layers.</source>
        <translation>그레이디언트가 모든 층에 닿지만 ‖∂L/∂W‖가 층 사이에 {factor}배 차이 납니다.</translation>
    </message>
    <message>
        <source>{where}: the last step moved the weights by {share} of their size (guide: 0.1 %).</source>
        <translation>{where}: 마지막 스텝이 가중치를 그 크기의 {share}만큼 움직였습니다(기준: 0.1 %).</translation>
    </message>
    <message>
        <source>Layer {layer}: its units are saturated on {share} of {looked_at}.</source>
        <translation>층 {layer}: 유닛들이 {looked_at}의 {share}에서 포화되었습니다.</translation>
    </message>
    <message>
        <source>Choose its label in the probe&apos;s panel.</source>
        <translation>관찰점 패널에서 라벨을 고르세요.</translation>
    </message>
    <message>
        <source>Paint some, or pick a dataset.</source>
        <translation>점을 그리거나 데이터셋을 고르세요.</translation>
    </message>
    <message>
        <source>Click a feature to switch it on.</source>
        <translation>특성을 클릭해 켜세요.</translation>
    </message>
    <message>
        <source>Go back in time, or Reset with smaller first weights.</source>
        <translation>이전 에폭으로 돌아가거나, 초기 가중치를 작게 하고 처음부터 다시 하세요.</translation>
    </message>
    <message>
        <source>Most of it is the penalty: lower λ, or Reset with smaller first weights.</source>
        <translation>대부분 규제 항입니다. λ를 낮추거나, 초기 가중치를 작게 하고 처음부터 다시 하세요.</translation>
    </message>
    <message>
        <source>The output is far from its targets: Reset with a lower learning rate, or clip the gradient.</source>
        <translation>출력이 목표에서 멉니다. 학습률을 낮추고 처음부터 다시 하거나 그레이디언트 클리핑을 쓰세요.</translation>
    </message>
    <message>
        <source>Large weights multiply it at every layer: Reset with smaller first weights.</source>
        <translation>큰 가중치가 층을 지날 때마다 키웁니다. 초기 가중치를 작게 하고 처음부터 다시 하세요.</translation>
    </message>
    <message>
        <source>The features are large: divide them in their formulas, or switch the largest off.</source>
        <translation>특성 값이 큽니다. 수식에서 나누어 줄이거나 가장 큰 특성을 끄세요.</translation>
    </message>
    <message>
        <source>The activations before it are large: smaller first weights, or batch norm.</source>
        <translation>앞 층의 활성값이 큽니다. 초기 가중치를 작게 하거나 배치 정규화를 쓰세요.</translation>
    </message>
    <message>
        <source>Their biases lie below all that the inputs add: raise them, or Reset.</source>
        <translation>편향이 입력이 더하는 값보다 훨씬 낮습니다. 편향을 올리거나 처음부터 다시 하세요.</translation>
    </message>
    <message>
        <source>Try leaky ReLU, which keeps a slope, or Reset with a lower learning rate.</source>
        <translation>기울기가 남는 Leaky ReLU를 쓰거나, 학습률을 낮추고 처음부터 다시 하세요.</translation>
    </message>
    <message>
        <source>The L1 penalty holds them there (λ = {rate}): lower λ, then Reset.</source>
        <translation>L1 규제 항이 0에 붙들고 있습니다(λ = {rate}). λ를 낮추고 처음부터 다시 하세요.</translation>
    </message>
    <message>
        <source>Units that start alike stay alike: choose an initializer that draws weights.</source>
        <translation>똑같이 시작한 유닛은 계속 똑같습니다. 가중치를 무작위로 뽑는 초기화 방법을 고르세요.</translation>
    </message>
    <message>
        <source>Their own gradient is not 0: the next step changes that.</source>
        <translation>이 가중치 자신의 그레이디언트는 0이 아니므로 다음 스텝에서 바뀝니다.</translation>
    </message>
    <message>
        <source>Small weights shrink it at every layer: Xavier (tanh) or He (ReLU) initialization.</source>
        <translation>작은 가중치가 층을 지날 때마다 그레이디언트를 줄입니다. Xavier(tanh)나 He(ReLU) 초기화를 쓰세요.</translation>
    </message>
    <message>
        <source>The norm layers divide by large deviations: smaller weights before them.</source>
        <translation>정규화 층이 큰 표준편차로 나눕니다. 그 앞의 가중치를 작게 하세요.</translation>
    </message>
    <message>
        <source>Saturated units pass almost nothing: smaller weights, batch norm, or ReLU with He.</source>
        <translation>포화된 유닛은 거의 아무것도 전하지 않습니다. 가중치를 작게 하거나 배치 정규화, 또는 He 초기화와 ReLU를 쓰세요.</translation>
    </message>
    <message>
        <source>Units that are off pass nothing or little: He initialization makes up for it.</source>
        <translation>꺼진 유닛은 거의 아무것도 전하지 않습니다. He 초기화가 이를 보충합니다.</translation>
    </message>
    <message>
        <source>Too many units are off: batch norm before them, or more units in each layer.</source>
        <translation>꺼진 유닛이 너무 많습니다. 그 앞에 배치 정규화를 넣거나 층마다 유닛을 늘리세요.</translation>
    </message>
    <message>
        <source>The activations&apos; slopes shrink it at every layer: ReLU with He, or batch norm.</source>
        <translation>활성화 함수의 기울기가 층을 지날 때마다 그레이디언트를 줄입니다. He 초기화와 ReLU, 또는 배치 정규화를 쓰세요.</translation>
    </message>
    <message>
        <source>Large weights multiply it at every layer: smaller first weights, or L2.</source>
        <translation>큰 가중치가 층을 지날 때마다 키웁니다. 초기 가중치를 작게 하거나 L2를 쓰세요.</translation>
    </message>
    <message>
        <source>What comes in there is 0 on all points.</source>
        <translation>그 층에 들어오는 값이 모든 점에서 0입니다.</translation>
    </message>
    <message>
        <source>Layers with larger inputs get larger gradients: batch norm evens them.</source>
        <translation>입력이 큰 층일수록 그레이디언트가 큽니다. 배치 정규화가 고르게 합니다.</translation>
    </message>
    <message>
        <source>The points&apos; gradients cancel in a layer: a larger batch, or the training set&apos;s, shows it.</source>
        <translation>한 층에서 샘플들의 그레이디언트가 서로 상쇄됩니다. 배치를 키우거나 훈련 세트의 그레이디언트를 보면 드러납니다.</translation>
    </message>
    <message>
        <source>Steps this large jump over minima: a lower learning rate.</source>
        <translation>이렇게 큰 스텝은 최솟값을 뛰어넘습니다. 학습률을 낮추세요.</translation>
    </message>
    <message>
        <source>Their slope is close to 0 there: smaller weights, or batch norm before them.</source>
        <translation>거기서는 기울기가 0에 가깝습니다. 가중치를 작게 하거나 앞에 배치 정규화를 넣으세요.</translation>
    </message>
    <message>
        <source>the output layer</source>
        <translation>출력층</translation>
    </message>
    <message>
        <source>layer {layer}</source>
        <translation>층 {layer}</translation>
    </message>
    <message>
        <source>the points</source>
        <translation>훈련 샘플</translation>
    </message>
    <message>
        <source>{looked_at} of the {points} points</source>
        <translation>훈련 샘플 {points}개에서 고른 {looked_at}개</translation>
    </message>
    <message>
        <source>no training point</source>
        <translation>어떤 훈련 샘플로도</translation>
    </message>
    <message>
        <source>none of the {looked_at} points looked at (of {points})</source>
        <translation>훈련 샘플 {points}개에서 살펴본 {looked_at}개로는</translation>
    </message>
    <message>
        <source>the probe point does not pull</source>
        <translation>관찰점이</translation>
    </message>
    <message>
        <source>no point of this minibatch pulls</source>
        <translation>이 미니배치의 어떤 샘플도</translation>
    </message>
    <message>
        <source>none of the {looked_at} points looked at (of {points}) pulls</source>
        <translation>훈련 샘플 {points}개에서 살펴본 {looked_at}개 가운데 어느 것도</translation>
    </message>
    <message>
        <source>no point pulls</source>
        <translation>어떤 샘플도</translation>
    </message>
    <message>
        <source>One layer: the gradient reaches its weights directly.</source>
        <translation>층이 하나라 그레이디언트가 가중치에 바로 닿습니다.</translation>
    </message>
    <message>
        <source>The gradient reaches every layer: its norms lie within a factor of {factor}.</source>
        <translation>그레이디언트가 모든 층에 닿습니다. 노름의 차이가 {factor}배 안입니다.</translation>
    </message>
    <message>
        <source>‖∂L/∂W‖: last minibatch</source>
        <translation>‖∂L/∂W‖: 마지막 미니배치</translation>
    </message>
    <message>
        <source>‖∂L/∂W‖: training set</source>
        <translation>‖∂L/∂W‖: 훈련 세트</translation>
    </message>
    <message>
        <source>‖∂L/∂W‖: probe point</source>
        <translation>‖∂L/∂W‖: 관찰점</translation>
    </message>
    <message>
        <source>Vanishing gradient: {stack}, nothing of it arrives at the first layer.</source>
        <translation>그레이디언트 소실: {stack}, 첫 층에는 아무것도 도달하지 않습니다.</translation>
    </message>
    <message>
        <source>Vanishing gradient: {stack}, ∂L/∂z falls {factor}-fold from output to input.</source>
        <translation>그레이디언트 소실: {stack}, ∂L/∂z가 출력에서 입력까지 {factor}분의 1로 줄어듭니다.</translation>
    </message>
    <message>
        <source>One layer</source>
        <translation>층 하나</translation>
    </message>
    <message>
        <source>{layers} hidden layers</source>
        <translation>은닉층 {layers}개</translation>
    </message>
    <message>
        <source>One {activation} layer</source>
        <translation>{activation} 층 하나</translation>
    </message>
    <message>
        <source>{layers} {activation} layers</source>
        <translation>{activation} 층 {layers}개</translation>
    </message>
    <message>
        <source>Gradient flow</source>
        <translation>그레이디언트 흐름</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>지금</translation>
    </message>
    <message>
        <source>The shapes of this moment</source>
        <translation>이 순간의 모양</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>시간에 따라</translation>
    </message>
    <message>
        <source>The shapes of earlier epochs behind the present ones: do they drift or narrow?</source>
        <translation>앞선 에폭의 모양을 지금 모양 뒤에 그립니다. 흘러가는지, 좁아지는지 보세요.</translation>
    </message>
    <message>
        <source>Gradient check</source>
        <translation>그레이디언트 검사</translation>
    </message>
    <message>
        <source>Compares backpropagation&apos;s gradients with numeric ones, layer by layer</source>
        <translation>역전파의 그레이디언트를 층마다 수치적 그레이디언트와 비교합니다</translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation>모양</translation>
    </message>
</context>
<context>
    <name>GraphPicture</name>
    <message>
        <source>Computational graph</source>
        <translation>계산 그래프</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>게이트</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>Expression</source>
        <translation>식</translation>
    </message>
    <message>
        <source>Type an expression and press Enter; values may follow after a semicolon.</source>
        <translation>식을 쓰고 Enter를 누르세요. 세미콜론 뒤에 값을 적을 수 있습니다.</translation>
    </message>
    <message>
        <source>What is looked at</source>
        <translation>볼 대상</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Quiz</source>
        <translation>퀴즈</translation>
    </message>
    <message>
        <source>The red numbers become fields: fill in the gradients.</source>
        <translation>빨간 수가 빈칸이 됩니다. 그레이디언트를 채우세요.</translation>
    </message>
    <message>
        <source>Take values</source>
        <translation>값 가져오기</translation>
    </message>
    <message>
        <source>Show the network as it is now, at the same step.</source>
        <translation>같은 단계에서 신경망의 지금 값을 봅니다.</translation>
    </message>
    <message>
        <source>Follow training</source>
        <translation>학습 따라가기</translation>
    </message>
    <message>
        <source>Let the values follow the training, at this step of the trace.</source>
        <translation>이 단계에 머물면서 값이 학습을 따라갑니다.</translation>
    </message>
    <message>
        <source>Also show the sum over all uses, and the step in NumPy.</source>
        <translation>모든 쓰임에 대한 합과 이 단계의 NumPy 코드도 봅니다.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>A typed function as a graph of gates</source>
        <translation>직접 쓴 함수를 게이트의 그래프로</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>유닛</translation>
    </message>
    <message>
        <source>One unit of the network, live</source>
        <translation>신경망의 유닛 하나, 지금 값으로</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>All the way to the network&apos;s prediction</source>
        <translation>신경망의 예측까지 모든 길</translation>
    </message>
    <message>
        <source>Loss here</source>
        <translation>이곳의 손실</translation>
    </message>
    <message>
        <source>All the way to the loss at the probe point</source>
        <translation>관찰점의 손실까지 모든 길</translation>
    </message>
    <message>
        <source>of f</source>
        <translation>f의</translation>
    </message>
    <message>
        <source>of the unit itself</source>
        <translation>유닛 자신의</translation>
    </message>
    <message>
        <source>of the output</source>
        <translation>출력의</translation>
    </message>
    <message>
        <source>of the loss at this point</source>
        <translation>이 점에서 손실의</translation>
    </message>
    <message>
        <source>of the minibatch&apos;s mean loss</source>
        <translation>미니배치 평균 손실의</translation>
    </message>
    <message>
        <source>gradient {of}</source>
        <translation>{of} 그레이디언트</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>그레이디언트</translation>
    </message>
</context>
<context>
    <name>Headers</name>
    <message>
        <source>“{text}” is no number; a dropout rate lies from 0 to below 1.</source>
        <translation>숫자가 아닌 값입니다: “{text}”. 드롭아웃 비율은 0 이상 1 미만입니다.</translation>
    </message>
    <message>
        <source>“{text}” is no whole number; a layer has 1 to 1024 units.</source>
        <translation>정수가 아닌 값입니다: “{text}”. 한 층의 유닛은 1개에서 1024개입니다.</translation>
    </message>
    <message>
        <source>Dropout rate {value}</source>
        <translation>드롭아웃 비율 {value}</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import points</source>
        <translation>점 가져오기</translation>
    </message>
    <message>
        <source>The first row holds names</source>
        <translation>첫 행은 이름입니다</translation>
    </message>
    <message>
        <source>Columns are parted by</source>
        <translation>열 구분</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>탭</translation>
    </message>
    <message>
        <source>Comma</source>
        <translation>쉼표</translation>
    </message>
    <message>
        <source>Semicolon</source>
        <translation>세미콜론</translation>
    </message>
    <message>
        <source>Bar</source>
        <translation>세로줄</translation>
    </message>
    <message>
        <source>Spaces</source>
        <translation>공백</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>Each different label is a class.</source>
        <translation>서로 다른 라벨마다 클래스가 됩니다.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Labels are numbers to predict.</source>
        <translation>라벨은 예측할 숫자입니다.</translation>
    </message>
    <message>
        <source>What labels are</source>
        <translation>라벨 종류</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Columns parted by</source>
        <translation>열 구분</translation>
    </message>
    <message>
        <source>Across, x₁</source>
        <translation>가로, x₁</translation>
    </message>
    <message>
        <source>Up, x₂</source>
        <translation>세로, x₂</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Labels are</source>
        <translation>라벨 종류</translation>
    </message>
    <message>
        <source>Reading the table …</source>
        <translation>표를 읽는 중 …</translation>
    </message>
    <message>
        <source>{source}: {rows} rows, {columns} columns</source>
        <translation>{source}: {rows}행, {columns}열</translation>
    </message>
    <message>
        <source>none: values over x₁</source>
        <translation>없음: x₁에 대한 값</translation>
    </message>
    <message>
        <source>none: one class</source>
        <translation>없음: 클래스 하나</translation>
    </message>
    <message>
        <source>Import {count} points</source>
        <translation>점 {count}개 가져오기</translation>
    </message>
    <message>
        <source>Import 1 point</source>
        <translation>점 1개 가져오기</translation>
    </message>
    <message>
        <source>label</source>
        <translation>라벨</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>가져오기</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Inspector</source>
        <translation>유닛 살펴보기</translation>
    </message>
    <message>
        <source>Probe point</source>
        <translation>관찰점</translation>
    </message>
    <message>
        <source>The numbers at the probe point on the plane</source>
        <translation>평면의 관찰점에서의 숫자</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>평균</translation>
    </message>
    <message>
        <source>The numbers averaged over the training set; ⟨…⟩ is that mean</source>
        <translation>훈련 세트에서 평균한 숫자이며 ⟨…⟩가 그 평균입니다</translation>
    </message>
    <message>
        <source>Numbers of</source>
        <translation>숫자의 기준</translation>
    </message>
    <message>
        <source>Click a unit or an edge of the network: its formula appears here with its real numbers.</source>
        <translation>신경망의 유닛이나 연결선을 클릭하세요. 그 수식이 실제 숫자와 함께 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Nudge {weight}</source>
        <translation>{weight} 조금 바꾸기</translation>
    </message>
    <message>
        <source>A nudge needs a label: its loss is what moves.</source>
        <translation>살짝 밀어 보려면 라벨이 있어야 합니다. 움직이는 것은 손실입니다.</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>스케일</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>시프트</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source> · loss {loss}</source>
        <translation> · 손실 {loss}</translation>
    </message>
    <message>
        <source>mean over {count} training points</source>
        <translation>훈련 샘플 {count}개의 평균</translation>
    </message>
    <message>
        <source> · click the plane for a single point</source>
        <translation> · 점 하나를 보려면 평면을 클릭하세요</translation>
    </message>
    <message>
        <source>at the probe point {place}</source>
        <translation>관찰점 {place}에서</translation>
    </message>
    <message>
        <source>, value {label}</source>
        <translation>, 값 {label}</translation>
    </message>
    <message>
        <source>click the plane for its value at a point</source>
        <translation>점에서의 값을 보려면 평면을 클릭하세요</translation>
    </message>
    <message>
        <source>, {label}</source>
        <translation>, {label}</translation>
    </message>
    <message>
        <source> · evaluation mode</source>
        <translation> · 평가 모드</translation>
    </message>
    <message>
        <source>x′ = (x − mean) / deviation of this point&apos;s units</source>
        <translation>x′ = (x − 평균) / 표준편차, 이 점의 유닛들에 대해</translation>
    </message>
    <message>
        <source>x′ = (x − mean) / deviation, the running ones of training</source>
        <translation>x′ = (x − 평균) / 표준편차, 훈련 중 이동 통계로</translation>
    </message>
    <message>
        <source>in evaluation nothing is dropped; in training a unit is off at random</source>
        <translation>평가에서는 아무것도 끄지 않고, 훈련에서는 유닛을 무작위로 끕니다</translation>
    </message>
    <message>
        <source>The probe point has no label, so it has no loss and no gradient.</source>
        <translation>관찰점에 라벨이 없어 손실도 그레이디언트도 없습니다.</translation>
    </message>
    <message>
        <source>  through {layer}</source>
        <translation>  {layer} 통과 후</translation>
    </message>
    <message>
        <source>  with s = {score}, y = {target}</source>
        <translation>  단, s = {score}, y = {target}</translation>
    </message>
    <message>
        <source>The bias is off.</source>
        <translation>편향이 꺼져 있습니다.</translation>
    </message>
    <message>
        <source>  and {penalty} from the penalty</source>
        <translation>  그리고 규제 항에서 {penalty}</translation>
    </message>
    <message>
        <source>mean {name}</source>
        <translation>평균 {name}</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>Import points</source>
        <translation>점 가져오기</translation>
    </message>
    <message>
        <source>Tables ({patterns})</source>
        <translation>표 ({patterns})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>모든 파일 (*)</translation>
    </message>
    <message>
        <source>The link is on the clipboard. It does not say: {losses}.</source>
        <translation>링크를 클립보드에 넣었습니다. 담기지 않은 것: {losses}.</translation>
    </message>
    <message>
        <source>The link is on the clipboard; it says all of this experiment.</source>
        <translation>링크를 클립보드에 넣었습니다. 이 실험의 모든 것이 담겨 있습니다.</translation>
    </message>
    <message>
        <source>Export points</source>
        <translation>점 내보내기</translation>
    </message>
    <message>
        <source>The points are in {name}.</source>
        <translation>점을 {name}에 썼습니다.</translation>
    </message>
    <message>
        <source>Of {count} files the first one was opened.</source>
        <translation>파일 {count}개 중 첫 번째를 열었습니다.</translation>
    </message>
</context>
<context>
    <name>Interop</name>
    <message>
        <source>Read as points: {x1} across, {x2} up.</source>
        <translation>점으로 읽었습니다: 가로 {x1}, 세로 {x2}.</translation>
    </message>
    <message>
        <source>Read as points: {x1} across, {x2} up, {label} is the label.</source>
        <translation>점으로 읽었습니다: 가로 {x1}, 세로 {x2}, 라벨 {label}.</translation>
    </message>
    <message>
        <source>row {row} has {count} cells, not {columns}</source>
        <translation>{row}행에 칸이 {columns}개가 아니라 {count}개 있음</translation>
    </message>
    <message>
        <source>One class, written in several ways: {words}.</source>
        <translation>여러 가지로 적힌 같은 클래스: {words}.</translation>
    </message>
    <message>
        <source>So few points are all for training; none is held out for the test.</source>
        <translation>점이 아주 적어 모두 훈련에 쓰고, 테스트용은 따로 두지 않습니다.</translation>
    </message>
    <message>
        <source>Two columns of numbers are points of one class here; {value} over {name} can be learned too: choose no second axis and {value} as the values.</source>
        <translation>숫자 열이 둘이면 한 클래스의 점으로 읽습니다. {name}에 대한 {value} 값도 배울 수 있습니다. 두 번째 축은 없음으로, 라벨은 {value}(값)로 고르세요.</translation>
    </message>
    <message>
        <source>Not used: {columns}.</source>
        <translation>쓰지 않은 열: {columns}.</translation>
    </message>
    <message>
        <source>{name}: {cell} was read as {value:.15g}.</source>
        <translation>{name}: {cell} 표기는 {value:.15g}(으)로 읽었습니다.</translation>
    </message>
    <message>
        <source>Read as values: {label} over {x1}.</source>
        <translation>값으로 읽음: {x1}에 대한 {label}.</translation>
    </message>
    <message>
        <source>The file&apos;s text was read as {encoding}.</source>
        <translation>파일의 글자를 {encoding}(으)로 읽었습니다.</translation>
    </message>
    <message>
        <source>Above the names of the columns, left out: line {lines}.</source>
        <translation>열 이름 위라서 뺀 줄: {lines}.</translation>
    </message>
    <message>
        <source>Line {line} was taken for the columns&apos; names.</source>
        <translation>{line}번째 줄을 열 이름으로 보았습니다.</translation>
    </message>
    <message>
        <source>{names} in the link: neither true nor false, so taken as false.</source>
        <translation>링크의 {names}: true도 false도 아니어서 false로 보았습니다.</translation>
    </message>
    <message>
        <source>{count} of {rows} rows left out: {faults}</source>
        <translation>{rows}행 중 {count}행을 뺐습니다: {faults}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>그 밖에 {count}개</translation>
    </message>
    <message>
        <source>The first {kept} rows are used; {over} more are left out.</source>
        <translation>처음 {kept}행만 쓰고 {over}행은 뺐습니다.</translation>
    </message>
    <message>
        <source>There is no label column, so all points are of class 0.</source>
        <translation>라벨 열이 없어 모든 점이 클래스 0입니다.</translation>
    </message>
    <message>
        <source>{name} from {low:g} to {high:g} is scaled to -{reach:g} to {reach:g}.</source>
        <translation>{name}: {low:g}–{high:g} 범위를 -{reach:g}–{reach:g} 범위로 맞추었습니다.</translation>
    </message>
    <message>
        <source>Classes: {classes}.</source>
        <translation>클래스: {classes}.</translation>
    </message>
    <message>
        <source>row {row} has no number in column {column} ({cell!r})</source>
        <translation>{row}행의 {column}열에 숫자가 없습니다({cell!r})</translation>
    </message>
    <message>
        <source>row {row} has no number in column {column}</source>
        <translation>{row}행의 {column}열에 숫자가 없습니다</translation>
    </message>
    <message>
        <source>row {row} has no label</source>
        <translation>{row}행에 라벨이 없습니다</translation>
    </message>
    <message>
        <source>The link names no seed, so {seed} was drawn for it.</source>
        <translation>링크에 시드가 없어 {seed}을(를) 뽑았습니다.</translation>
    </message>
    <message>
        <source>A noise of {noise:g} is out of range; as in TensorFlow Playground it became {used:g}.</source>
        <translation>노이즈 {noise:g}은(는) 범위 밖입니다. TensorFlow Playground처럼 {used:g}(으)로 했습니다.</translation>
    </message>
    <message>
        <source>{names} in the link: without effect, as in TensorFlow Playground.</source>
        <translation>링크의 {names}: TensorFlow Playground에서처럼 아무 효과가 없습니다.</translation>
    </message>
    <message>
        <source>{name}={value} is unknown to TensorFlow Playground, which then takes {used}; so it is here.</source>
        <translation>TensorFlow Playground는 {name}={value}을(를) 몰라 {used}을(를) 씁니다. 여기서도 같습니다.</translation>
    </message>
    <message>
        <source>This run may differ from TensorFlow Playground&apos;s: {points} training points leave a smaller batch at the end of each epoch, which is a batch of its own here and carried over there.</source>
        <translation>이 학습은 TensorFlow Playground와 다를 수 있습니다. 훈련 샘플이 {points}개라 에폭 끝에 작은 배치가 남는데, 여기서는 따로 한 배치로 쓰고 그쪽에서는 다음으로 넘깁니다.</translation>
    </message>
    <message>
        <source>This run may differ from TensorFlow Playground&apos;s: with L1 a weight that crosses zero stops there and may leave again, while there it stays zero for good.</source>
        <translation>이 학습은 TensorFlow Playground와 다를 수 있습니다. L1에서 0을 지나는 가중치는 여기서는 0에 멈췄다가 다시 떠날 수 있지만, 그쪽에서는 영원히 0입니다.</translation>
    </message>
    <message>
        <source>what the network has learned so far: a link starts the run anew</source>
        <translation>신경망이 지금까지 배운 것: 링크는 처음부터 다시 시작합니다</translation>
    </message>
    <message>
        <source>the feature {feature}: a link has no such input</source>
        <translation>특성 {feature}: 링크에는 그런 입력이 없습니다</translation>
    </message>
    <message>
        <source>the {kind} layers: a link has dense layers only</source>
        <translation>{kind} 층: 링크에는 완전 연결층만 있습니다</translation>
    </message>
    <message>
        <source>{count} numbers do not fit this network, which needs {size}</source>
        <translation>숫자 {count}개는 이 신경망에 맞지 않습니다. {size}개가 필요합니다</translation>
    </message>
    <message>
        <source>a number is not finite</source>
        <translation>유한하지 않은 숫자가 있습니다</translation>
    </message>
    <message>
        <source>this is no order of the {samples} training points; each stands there once</source>
        <translation>훈련 샘플 {samples}개의 순서가 아닙니다. 각 샘플이 한 번씩 있어야 합니다</translation>
    </message>
    <message>
        <source>{position} is no step of an epoch that has {steps_per_epoch}</source>
        <translation>{position}: 한 에폭의 스텝은 {steps_per_epoch}개입니다</translation>
    </message>
    <message>
        <source>this is no state of the random generator</source>
        <translation>난수 생성기의 상태가 아닙니다</translation>
    </message>
    <message>
        <source>each epoch must be later than the one before</source>
        <translation>에폭은 앞의 것보다 커야 합니다</translation>
    </message>
    <message>
        <source>there is no layer with id {layer_id}</source>
        <translation>id가 {layer_id}인 층이 없습니다</translation>
    </message>
    <message>
        <source>there are {count:,} points; no more than {most:,} have room</source>
        <translation>점이 {count:,}개 있습니다. {most:,}개까지만 넣을 수 있습니다</translation>
    </message>
    <message>
        <source>a {kind} layer has no units of its own</source>
        <translation>{kind} 층에는 자신의 유닛이 없습니다</translation>
    </message>
    <message>
        <source>a point is made of three finite numbers</source>
        <translation>점은 유한한 숫자 세 개로 되어 있습니다</translation>
    </message>
    <message>
        <source>label {label:g} is no class; classes go from 0 to {most}</source>
        <translation>라벨 {label:g}은(는) 클래스가 아닙니다. 클래스는 0부터 {most}까지입니다</translation>
    </message>
    <message>
        <source>{value} is below {bound}</source>
        <translation>{value}은(는) 최솟값 {bound}보다 작습니다</translation>
    </message>
    <message>
        <source>{value} is above {bound}</source>
        <translation>{value}은(는) 최댓값 {bound}보다 큽니다</translation>
    </message>
    <message>
        <source>{value} must be above {bound}</source>
        <translation>{value}은(는) {bound}보다 커야 합니다</translation>
    </message>
    <message>
        <source>{value} must be below {bound}</source>
        <translation>{value}은(는) {bound}보다 작아야 합니다</translation>
    </message>
    <message>
        <source>{value} is no whole number</source>
        <translation>{value}은(는) 정수가 아닙니다</translation>
    </message>
    <message>
        <source>{value} is no number</source>
        <translation>{value}은(는) 숫자가 아닙니다</translation>
    </message>
    <message>
        <source>{value} is no text</source>
        <translation>{value}은(는) 글자가 아닙니다</translation>
    </message>
    <message>
        <source>{value} is no true or false</source>
        <translation>{value}은(는) true나 false가 아닙니다</translation>
    </message>
    <message>
        <source>{value} is no list</source>
        <translation>{value}은(는) 목록이 아닙니다</translation>
    </message>
    <message>
        <source>{name} is unknown; known: {known}</source>
        <translation>{name}은(는) 알 수 없습니다. 쓸 수 있는 것: {known}</translation>
    </message>
    <message>
        <source>{name} is unknown</source>
        <translation>{name}은(는) 알 수 없습니다</translation>
    </message>
    <message>
        <source>the field {name} is unknown</source>
        <translation>{name}은(는) 모르는 필드입니다</translation>
    </message>
    <message>
        <source>the field {name} is missing</source>
        <translation>필드 {name}이(가) 없습니다</translation>
    </message>
    <message>
        <source>{value} must have length {length}</source>
        <translation>{value}의 길이는 {length}이어야 합니다</translation>
    </message>
    <message>
        <source>{value} is no {kind}</source>
        <translation>{value}은(는) {kind}이(가) 아닙니다</translation>
    </message>
    <message>
        <source>label {label:g} is no class from 0 to {most}</source>
        <translation>라벨 {label:g}은(는) 0부터 {most}까지의 클래스가 아닙니다</translation>
    </message>
    <message>
        <source>this file is not a playground experiment (&quot;format&quot;: &quot;playground&quot; is missing)</source>
        <translation>Playground 실험 파일이 아닙니다(&quot;format&quot;: &quot;playground&quot;가 없습니다)</translation>
    </message>
    <message>
        <source>{version!r} is not a version this program can read (it reads 1)</source>
        <translation>{version!r}은(는) 이 프로그램이 읽을 수 있는 버전이 아닙니다(1만 읽습니다)</translation>
    </message>
    <message>
        <source>own points go with &quot;dataset&quot;: &quot;custom&quot;</source>
        <translation>직접 만든 점은 &quot;dataset&quot;: &quot;custom&quot;과 함께 씁니다</translation>
    </message>
    <message>
        <source>{dataset} is a {known} dataset, not {problem}</source>
        <translation>{dataset} 데이터셋은 {problem}이(가) 아니라 {known}입니다</translation>
    </message>
    <message>
        <source>each feature may stand there once</source>
        <translation>각 특성은 한 번만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>two layers have the same id</source>
        <translation>두 층의 id가 같습니다</translation>
    </message>
    <message>
        <source>two variants have the same id</source>
        <translation>두 변형의 id가 같습니다</translation>
    </message>
    <message>
        <source>{loss} does not go with {problem} data; choose one of {fitting}</source>
        <translation>{loss}은(는) {problem} 데이터에 쓸 수 없습니다. 다음 중에서 고르세요: {fitting}</translation>
    </message>
    <message>
        <source>{kind} cannot normalise a batch of 1 point; choose 2 or more, or remove the {kind} layer</source>
        <translation>{kind} 층은 샘플 1개인 배치를 정규화할 수 없습니다. 2 이상을 고르거나 {kind} 층을 빼세요</translation>
    </message>
    <message>
        <source>this is no JSON file ({why})</source>
        <translation>JSON 파일이 아닙니다({why})</translation>
    </message>
    <message>
        <source>{dataset} has {known} classes, not {classes}</source>
        <translation>{dataset} 데이터셋의 클래스는 {classes}개가 아니라 {known}개입니다</translation>
    </message>
    <message>
        <source>{dataset} has {least} to {most} classes, not {classes}</source>
        <translation>{dataset} 데이터셋의 클래스는 {classes}개가 아니라 {least}~{most}개입니다</translation>
    </message>
    <message>
        <source>{name!r} is unknown; known: {known}, or a formula such as &quot;=x1*x2&quot;</source>
        <translation>{name!r}은(는) 알 수 없습니다. 쓸 수 있는 것: {known}, 또는 &quot;=x1*x2&quot; 같은 수식</translation>
    </message>
    <message>
        <source>write an expression, such as f = (x + y) * z</source>
        <translation>f = (x + y) * z 같은 식을 쓰세요</translation>
    </message>
    <message>
        <source>{detail} cannot stand left of the equals sign; put one name there</source>
        <translation>{detail}은(는) 등호 왼쪽에 올 수 없습니다. 이름 하나를 쓰세요</translation>
    </message>
    <message>
        <source>write a formula in x1 and x2, such as x1*x2 or sin(2*x1)</source>
        <translation>x1*x2나 sin(2*x1)처럼 x1과 x2의 수식을 쓰세요</translation>
    </message>
    <message>
        <source>the formula is longer than {detail} characters</source>
        <translation>수식이 {detail}자보다 깁니다</translation>
    </message>
    <message>
        <source>the formula is nested too deeply; use fewer parentheses</source>
        <translation>수식이 너무 깊이 겹쳐 있습니다. 괄호를 줄이세요</translation>
    </message>
    <message>
        <source>{detail} cannot stand in a formula</source>
        <translation>{detail}은(는) 수식에 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>{detail} is unknown; use x1, x2, pi, e, sin, cos, tanh, exp, log, sqrt, abs, max and min</source>
        <translation>{detail}은(는) 알 수 없습니다. x1, x2, pi, e, sin, cos, tanh, exp, log, sqrt, abs, max, min을 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>something is missing at the end</source>
        <translation>끝에 빠진 것이 있습니다</translation>
    </message>
    <message>
        <source>{detail} cannot stand here</source>
        <translation>{detail}은(는) 여기에 올 수 없습니다</translation>
    </message>
    <message>
        <source>a closing ) is missing</source>
        <translation>닫는 괄호 )가 빠졌습니다</translation>
    </message>
    <message>
        <source>{detail} needs its argument in parentheses, such as {detail}(x1)</source>
        <translation>{detail}의 인수는 {detail}(x1)처럼 괄호 안에 쓰세요</translation>
    </message>
    <message>
        <source>{detail} needs one argument</source>
        <translation>{detail}에는 인수가 하나 필요합니다</translation>
    </message>
    <message>
        <source>{detail} needs {fewest} to {most} arguments, separated by commas</source>
        <translation>{detail}에는 쉼표로 나눈 인수가 {fewest}~{most}개 필요합니다</translation>
    </message>
    <message>
        <source>{detail} is no number</source>
        <translation>{detail}은(는) 숫자가 아닙니다</translation>
    </message>
    <message>
        <source>the power {detail} is too high; 64 is the highest</source>
        <translation>거듭제곱 {detail}은(는) 너무 큽니다. 64까지 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>{units} units need {units} different ids</source>
        <translation>유닛 {units}개에는 서로 다른 id {units}개가 필요합니다</translation>
    </message>
    <message>
        <source>{count} numbers do not fit this network, which has {size}</source>
        <translation>숫자 {count}개는 이 신경망에 맞지 않습니다. 이 신경망에는 {size}개가 있습니다</translation>
    </message>
    <message>
        <source>layer {layer_id} has no bias; switch it on first</source>
        <translation>층 {layer_id}에는 편향이 없습니다. 먼저 편향을 켜세요</translation>
    </message>
    <message>
        <source>layer {layer_id} has no parameter at input {row}, unit {unit}</source>
        <translation>층 {layer_id}의 입력 {row}, 유닛 {unit}에는 파라미터가 없습니다</translation>
    </message>
    <message>
        <source>{value} is no finite number; a parameter needs one, such as 0.5</source>
        <translation>{value}은(는) 유한한 숫자가 아닙니다. 파라미터에는 0.5 같은 숫자가 필요합니다</translation>
    </message>
    <message>
        <source>a state does not fit its network</source>
        <translation>상태가 신경망에 맞지 않습니다</translation>
    </message>
    <message>
        <source>this file holds no work that can be brought back</source>
        <translation>이 파일에는 복구할 작업이 없습니다</translation>
    </message>
    <message>
        <source>this file is no text; points come as CSV or TSV</source>
        <translation>글자 파일이 아닙니다. 점은 CSV나 TSV로 가져옵니다</translation>
    </message>
    <message>
        <source>this is a spreadsheet or an archive, not text; save the sheet as CSV and open that</source>
        <translation>글자가 아니라 스프레드시트나 압축 파일입니다. 시트를 CSV로 저장해서 여세요</translation>
    </message>
    <message>
        <source>this file is no lesson (&quot;format&quot;: &quot;{format}&quot; is missing)</source>
        <translation>실습 파일이 아닙니다(&quot;format&quot;: &quot;{format}&quot;이(가) 없습니다)</translation>
    </message>
    <message>
        <source>there is no step before the first</source>
        <translation>첫 단계 앞에는 단계가 없습니다</translation>
    </message>
    <message>
        <source>this is no TensorFlow Playground link; such a link looks like https://{host}/#activation=tanh&amp;networkShape=4,2</source>
        <translation>TensorFlow Playground 링크가 아닙니다. 링크는 https://{host}/#activation=tanh&amp;networkShape=4,2 처럼 생겼습니다</translation>
    </message>
    <message>
        <source>this is a shortened link ({host}); open it in a browser and copy the address that comes up</source>
        <translation>줄인 링크({host})입니다. 브라우저에서 열고 나타나는 주소를 복사하세요</translation>
    </message>
    <message>
        <source>this is another site&apos;s playground ({site}), no TensorFlow Playground link; such a link begins with https://{host}/</source>
        <translation>다른 사이트({site})의 playground이며 TensorFlow Playground 링크가 아닙니다. 링크는 https://{host}/ 로 시작합니다</translation>
    </message>
    <message>
        <source>this is a folder; choose a file in it</source>
        <translation>폴더입니다. 그 안의 파일을 고르세요</translation>
    </message>
    <message>
        <source>this is no regular file; save it as one first</source>
        <translation>일반 파일이 아닙니다. 먼저 파일로 저장하세요</translation>
    </message>
    <message>
        <source>this file is larger than {size} MB and was not opened</source>
        <translation>{size} MB보다 커서 열지 않았습니다</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>그런 파일이 없습니다</translation>
    </message>
    <message>
        <source>this file may not be read; check its permissions</source>
        <translation>읽을 권한이 없는 파일입니다. 권한을 확인하세요</translation>
    </message>
    <message>
        <source>this file cannot be read ({why})</source>
        <translation>읽을 수 없는 파일입니다({why})</translation>
    </message>
    <message>
        <source>columns of numbers in this table: {count}; points need two, and a label if there is one</source>
        <translation>이 표에서 숫자로 된 열: {count}개. 점에는 두 열이 필요하고, 있으면 라벨 열도 씁니다</translation>
    </message>
    <message>
        <source>both axes show the same column; choose two different ones</source>
        <translation>두 축이 같은 열입니다. 서로 다른 열을 고르세요</translation>
    </message>
    <message>
        <source>the label is one of the axes&apos; columns; choose another one</source>
        <translation>라벨이 축의 열과 같습니다. 다른 열을 고르세요</translation>
    </message>
    <message>
        <source>values need a column of their own; choose it as the label</source>
        <translation>값에는 따로 열이 필요합니다. 라벨로 고르세요</translation>
    </message>
    <message>
        <source>one axis alone needs values or classes over it; choose them as the label</source>
        <translation>축이 하나뿐이면 그 위의 값이나 클래스가 필요합니다. 라벨로 고르세요</translation>
    </message>
    <message>
        <source>there are no rows below the names of the columns</source>
        <translation>열 이름 아래에 행이 없습니다</translation>
    </message>
    <message>
        <source>no row can be used: {fault}</source>
        <translation>쓸 수 있는 행이 없습니다: {fault}</translation>
    </message>
    <message>
        <source>{name} has {count} different labels, more than the {most} classes there can be; choose another column or read it as values</source>
        <translation>{name} 열의 라벨은 {count}가지로, 클래스의 최대 개수 {most}개보다 많습니다. 다른 열을 고르거나 값으로 읽으세요</translation>
    </message>
    <message>
        <source>{name} has {count} different labels, more than the {most} classes there can be; choose another column</source>
        <translation>{name} 열의 라벨은 {count}가지로, 클래스의 최대 개수 {most}개보다 많습니다. 다른 열을 고르세요</translation>
    </message>
    <message>
        <source>there is no column {column}; this table has {columns}</source>
        <translation>{column}번째 열이 없습니다. 이 표의 열은 {columns}개입니다</translation>
    </message>
    <message>
        <source>there is no column {said}; there are {known}</source>
        <translation>열 {said}이(가) 없습니다. 있는 열: {known}</translation>
    </message>
    <message>
        <source>this print leaves points out (...); print it whole, after np.set_printoptions(threshold=10**6)</source>
        <translation>출력에서 점이 생략되었습니다(...). np.set_printoptions(threshold=10**6)을 쓴 뒤 전체를 출력하세요</translation>
    </message>
    <message>
        <source>these lines name column {column:,}; at most {most:,} can be read</source>
        <translation>이 줄들에 열 {column:,}이(가) 있습니다. {most:,}까지 읽을 수 있습니다</translation>
    </message>
    <message>
        <source>the lists of this JSON are not of the same length; correct it</source>
        <translation>이 JSON의 목록들은 길이가 서로 다릅니다. 고쳐 주세요</translation>
    </message>
    <message>
        <source>there is nothing in this table; it needs rows of numbers</source>
        <translation>빈 표입니다. 숫자로 된 행이 필요합니다</translation>
    </message>
    <message>
        <source>this table has {cells:,} cells, more than the {most:,} that can be read; shorten it</source>
        <translation>이 표의 칸은 {cells:,}개로, 읽을 수 있는 {most:,}개보다 많습니다. 줄여 주세요</translation>
    </message>
    <message>
        <source>this table has {width:,} columns, more than the {most:,} that can be read</source>
        <translation>이 표의 열은 {width:,}개로, 읽을 수 있는 {most:,}개보다 많습니다</translation>
    </message>
    <message>
        <source>this table has more than the {most:,} cells that can be read</source>
        <translation>이 표의 칸이 읽을 수 있는 {most:,}개보다 많습니다</translation>
    </message>
    <message>
        <source>a row of this table has far more columns than the others; correct it</source>
        <translation>열이 다른 행보다 훨씬 많은 행이 있습니다. 고쳐 주세요</translation>
    </message>
    <message>
        <source>percTrainData={share:g} is out of range; it goes from 1 to 100 percent</source>
        <translation>percTrainData={share:g}은(는) 범위를 벗어났습니다. 1부터 100퍼센트까지입니다</translation>
    </message>
    <message>
        <source>{names} in the link: spelled otherwise than TensorFlow Playground does, so left out.</source>
        <translation>링크의 {names}: TensorFlow Playground와 철자가 달라 제외했습니다.</translation>
    </message>
    <message>
        <source>the link&apos;s {name}={text} is no number; correct it there and open it again</source>
        <translation>링크의 {name}={text}은(는) 숫자가 아닙니다. 링크에서 고친 뒤 다시 여세요</translation>
    </message>
    <message>
        <source>batchSize={size:g} is no number of points; it is 1, 2, 3 ...</source>
        <translation>batchSize={size:g}은(는) 샘플 수가 아닙니다. 1, 2, 3 ... 중에서 쓰세요</translation>
    </message>
    <message>
        <source>the link&apos;s {reason}; correct it there and open it again</source>
        <translation>링크: {reason}. 링크에서 고친 뒤 다시 여세요</translation>
    </message>
    <message>
        <source>networkShape has {count} layers; at most {most} can be opened</source>
        <translation>networkShape의 층이 {count}개입니다. {most}개까지 열 수 있습니다</translation>
    </message>
    <message>
        <source>networkShape has a layer that is not of 1 to {most} units</source>
        <translation>networkShape에 유닛이 1~{most}개가 아닌 층이 있습니다</translation>
    </message>
    <message>
        <source>learningRate and regularizationRate cannot be negative</source>
        <translation>learningRate와 regularizationRate는 음수일 수 없습니다</translation>
    </message>
    <message>
        <source>the size of the network: a link takes layers of up to {units} units</source>
        <translation>신경망의 크기: 링크의 층은 유닛 {units}개까지입니다</translation>
    </message>
    <message>
        <source>the activation {name}: a link has one for all layers, here {used}</source>
        <translation>활성화 함수 {name}: 링크는 모든 층에 하나만 쓰며 여기서는 {used}입니다</translation>
    </message>
    <message>
        <source>biases that are switched off: a link has them in every layer</source>
        <translation>꺼 둔 편향: 링크는 모든 층에 편향이 있습니다</translation>
    </message>
    <message>
        <source>frozen layers: a link trains them all</source>
        <translation>고정된 층: 링크는 모두 훈련합니다</translation>
    </message>
    <message>
        <source>regularization of single layers: a link has one for all</source>
        <translation>층마다 다른 규제: 링크는 모두에 하나입니다</translation>
    </message>
    <message>
        <source>{name} regularization: a link has L1 or L2</source>
        <translation>{name} 규제: 링크에는 L1이나 L2만 있습니다</translation>
    </message>
    <message>
        <source>the loss {loss}: a link trains with squared error</source>
        <translation>손실 {loss}: 링크는 제곱 오차로 훈련합니다</translation>
    </message>
    <message>
        <source>the optimizer {name}: a link trains with plain SGD</source>
        <translation>옵티마이저 {name}: 링크는 단순 SGD로 훈련합니다</translation>
    </message>
    <message>
        <source>the learning rate&apos;s schedule: a link keeps one rate</source>
        <translation>학습률 스케줄: 링크는 한 값을 유지합니다</translation>
    </message>
    <message>
        <source>the limits on gradients and weights</source>
        <translation>그레이디언트와 가중치의 제한</translation>
    </message>
    <message>
        <source>the stop conditions</source>
        <translation>중지 조건</translation>
    </message>
    <message>
        <source>shuffling: a link goes through the points in the same order in every epoch</source>
        <translation>섞기: 링크는 모든 에폭에서 같은 순서로 점을 씁니다</translation>
    </message>
    <message>
        <source>the first weights: TensorFlow Playground draws its own</source>
        <translation>첫 가중치: TensorFlow Playground가 직접 뽑습니다</translation>
    </message>
    <message>
        <source>your own points: a link only names a dataset, here {used}</source>
        <translation>직접 만든 점: 링크는 데이터셋 이름만 담으며 여기서는 {used}입니다</translation>
    </message>
    <message>
        <source>the dataset {name}: {used} stands in for it</source>
        <translation>데이터셋 {name}: {used}(으)로 대신합니다</translation>
    </message>
    <message>
        <source>these very points: TensorFlow Playground draws its own of the same kind</source>
        <translation>바로 이 점들: TensorFlow Playground는 같은 종류의 점을 직접 뽑습니다</translation>
    </message>
    <message>
        <source>the number of points: a link always has {usual}</source>
        <translation>점의 개수: 링크는 언제나 {usual}개입니다</translation>
    </message>
    <message>
        <source>more than two classes</source>
        <translation>셋 이상의 클래스</translation>
    </message>
    <message>
        <source>label noise and class balance</source>
        <translation>라벨 노이즈와 클래스 균형</translation>
    </message>
    <message>
        <source>noise above 80 %</source>
        <translation>80 %를 넘는 노이즈</translation>
    </message>
    <message>
        <source>name a field to sweep over, such as network.layers[0].units=3,6,20</source>
        <translation>값을 바꿔 볼 항목을 하나 이상 정하세요</translation>
    </message>
    <message>
        <source>each set of values needs at least one seed</source>
        <translation>값의 조합마다 시드가 하나 이상 필요합니다</translation>
    </message>
    <message>
        <source>{path} is swept over already; leave the seeds at 1</source>
        <translation>{path}: 이미 값을 바꿔 보는 항목이므로 시드 수는 1로 두세요</translation>
    </message>
    <message>
        <source>with no feature the network sees nothing; name one in network.features</source>
        <translation>켜진 특성이 없어 신경망이 아무것도 보지 못합니다. 특성을 하나 켜세요</translation>
    </message>
    <message>
        <source>{path} leaves no room for {seeds} seeds</source>
        <translation>{path}: 시드 {seeds}개를 둘 자리가 없습니다</translation>
    </message>
    <message>
        <source>{text}: write a field and its values, such as network.layers[0].units=3,6,20</source>
        <translation>{text} 뒤에 값을 적으세요. 예: 3, 6, 20</translation>
    </message>
    <message>
        <source>{path}: {written} has an empty value</source>
        <translation>{path}: {written}에 빈 값이 있습니다</translation>
    </message>
    <message>
        <source>{path}: {written} is no range; a range is written such as {example}</source>
        <translation>{path}: {written}: 범위가 아닙니다. 범위는 {example}처럼 적습니다</translation>
    </message>
    <message>
        <source>{path}: {written} has no finite ends</source>
        <translation>{path}: {written}의 끝이 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>{path}: a logarithmic range needs ends above 0, not {written}</source>
        <translation>{path}: 로그 범위의 두 끝은 0보다 커야 합니다: {written}</translation>
    </message>
    <message>
        <source>{path}: a range has 1 to {most:,} values, not {count}</source>
        <translation>{path}: 범위의 값은 1개에서 {most:,}개까지입니다: {count}</translation>
    </message>
    <message>
        <source>{path}: a range needs a field that holds a number</source>
        <translation>{path}: 범위는 수를 담는 항목에만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>this would be {trials:,} trials; a sweep has no more than {most:,}</source>
        <translation>모두 {trials:,}번입니다. 스윕은 {most:,}번까지 할 수 있습니다</translation>
    </message>
    <message>
        <source>{path} is swept over twice; give all its values at once</source>
        <translation>{path}: 두 번 들어 있습니다. 값을 한곳에 모두 적으세요</translation>
    </message>
    <message>
        <source>draw at least one set of values at random</source>
        <translation>무작위로 뽑을 조합은 하나 이상이어야 합니다</translation>
    </message>
    <message>
        <source>{path}: {part} is given twice</source>
        <translation>{path}: {part} 값이 두 번 있습니다</translation>
    </message>
    <message>
        <source>{path}: a grid needs to know how many values: write such as {example}</source>
        <translation>{path}: 격자에는 값의 개수가 필요합니다. {example}처럼 적으세요</translation>
    </message>
    <message>
        <source>{path}: a range has no more than {most:,} values</source>
        <translation>{path}: 범위의 값은 {most:,}개까지입니다</translation>
    </message>
    <message>
        <source>the workers die one after the other; is there enough memory, and can another Python process be started here?</source>
        <translation>학습하던 프로세스가 잇달아 끝나 버립니다. 메모리가 충분한지, 여기서 Python 프로세스를 더 시작할 수 있는지 확인하세요</translation>
    </message>
    <message>
        <source>the cluster is gone; what was trained so far is kept</source>
        <translation>클러스터와 연결이 끊겼습니다. 지금까지 학습한 결과는 남아 있습니다</translation>
    </message>
    <message>
        <source>a comparison is over one field or two</source>
        <translation>비교하는 항목은 하나 또는 둘입니다</translation>
    </message>
    <message>
        <source>compare 2 to {most} runs, not {count}; a sweep has more</source>
        <translation>실행은 2~{most}개를 비교할 수 있는데 {count}개입니다. 더 많으면 스윕을 쓰세요</translation>
    </message>
    <message>
        <source>two of the runs would be the same</source>
        <translation>실행 둘이 서로 같습니다</translation>
    </message>
    <message>
        <source>{most} runs stand there already; remove one first</source>
        <translation>이미 실행이 {most}개 있습니다. 먼저 하나를 치우세요</translation>
    </message>
    <message>
        <source>no hidden layer has such a field; add a layer first</source>
        <translation>그런 항목이 있는 은닉층이 없습니다. 먼저 층을 더하세요</translation>
    </message>
    <message>
        <source>this text holds no branches; delete it to open the rest</source>
        <translation>이 텍스트에는 분기가 없습니다. 지우면 나머지를 열 수 있습니다</translation>
    </message>
    <message>
        <source>MP4 needs the package av, GIF does not; pip install &apos;playground[video]&apos; brings it</source>
        <translation>MP4에는 av 패키지가 필요하고 GIF에는 필요하지 않습니다. pip install &apos;playground[video]&apos;로 설치합니다</translation>
    </message>
    <message>
        <source>a recording may take {size} GB of the disk, not more</source>
        <translation>녹화는 디스크를 {size} GB까지만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>a network with {count} weights is too large to be shown smoothly: the window takes up to {most}, and the command playground train takes it as it is</source>
        <translation>가중치가 {count}개인 신경망은 매끄럽게 보여 주기에 너무 큽니다: 창은 {most}개까지 받고, 명령 playground train은 그대로 훈련합니다</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Everywhere</source>
        <translation>어디서나</translation>
    </message>
    <message>
        <source>to the next control, in reading order</source>
        <translation>읽는 순서대로 다음 컨트롤로</translation>
    </message>
    <message>
        <source>press the button, open the list, take what was typed</source>
        <translation>버튼 누르기, 목록 열기, 입력한 값 적용</translation>
    </message>
    <message>
        <source>take typing or a drag back</source>
        <translation>입력이나 끌기 취소</translation>
    </message>
    <message>
        <source>while it is held: a spotlight at the pointer</source>
        <translation>누르고 있는 동안 포인터에 스포트라이트</translation>
    </message>
    <message>
        <source>In the network, once Tab has reached it</source>
        <translation>신경망에서 (Tab 키로 옮겨 온 뒤)</translation>
    </message>
    <message>
        <source>select the unit beside this one</source>
        <translation>옆 유닛 선택</translation>
    </message>
    <message>
        <source>its bias and its weights, one after another</source>
        <translation>선택한 유닛의 편향과 가중치를 차례로 선택</translation>
    </message>
    <message>
        <source>type the bias or the weight that is chosen</source>
        <translation>선택한 편향이나 가중치 입력</translation>
    </message>
    <message>
        <source>move the chosen layer</source>
        <translation>선택한 층 이동</translation>
    </message>
    <message>
        <source>take the unit or the layer out</source>
        <translation>유닛이나 층 제거</translation>
    </message>
    <message>
        <source>In a gallery, a row of options, tabs, a slider</source>
        <translation>갤러리, 선택지, 탭, 슬라이더에서</translation>
    </message>
    <message>
        <source>choose, or move</source>
        <translation>선택 또는 이동</translation>
    </message>
    <message>
        <source>In the boundary and the plots</source>
        <translation>결정 경계와 그래프에서</translation>
    </message>
    <message>
        <source>move the probe point; in a plot what is seen</source>
        <translation>관찰점 이동, 그래프에서는 보이는 범위 이동</translation>
    </message>
    <message>
        <source>move the plane</source>
        <translation>평면 이동</translation>
    </message>
    <message>
        <source>zoom, show the whole</source>
        <translation>확대·축소, 전체 보기</translation>
    </message>
    <message>
        <source>In full screen</source>
        <translation>전체 화면에서</translation>
    </message>
    <message>
        <source>black, and back</source>
        <translation>검은 화면, 다시 누르면 복귀</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>모든 키</translation>
    </message>
    <message>
        <source>The window</source>
        <translation>창 전체</translation>
    </message>
</context>
<context>
    <name>LayerCard</name>
    <message>
        <source>Drag it into the network, between any two columns; Enter adds it at the end.</source>
        <translation>신경망의 두 열 사이로 끌어 넣으세요. Enter를 누르면 끝에 추가됩니다.</translation>
    </message>
    <message>
        <source>A click on the activation, or Down, chooses another.</source>
        <translation>활성화 함수를 클릭하거나 아래 화살표를 누르면 다른 것을 고릅니다.</translation>
    </message>
</context>
<context>
    <name>LayerDrag</name>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
</context>
<context>
    <name>LayerPalette</name>
    <message>
        <source>Layers to add</source>
        <translation>추가할 층</translation>
    </message>
    <message>
        <source>Drag in</source>
        <translation>끌어 넣기</translation>
    </message>
</context>
<context>
    <name>LayerSpaceView</name>
    <message>
        <source>Layer space</source>
        <translation>표현 공간</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>가로</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>세로</translation>
    </message>
    <message>
        <source>Every place of the plane is drawn where the two units put it: across is the first unit&apos;s activation, up the second&apos;s. Colours are the network&apos;s answer there. The next layer sees the data like this: training bends the plane until straight lines can part the classes.</source>
        <translation>평면의 모든 곳을 두 유닛이 옮겨 놓은 자리에 그립니다. 가로는 첫 유닛, 세로는 둘째 유닛의 활성값이고 색은 그곳에서 신경망의 답입니다. 다음 층은 데이터를 이렇게 봅니다. 훈련은 곧은 선이 클래스를 나눌 수 있을 때까지 평면을 구부립니다.</translation>
    </message>
    <message>
        <source>unit {number}</source>
        <translation>유닛 {number}</translation>
    </message>
    <message>
        <source>There is no hidden layer: the output sees the features themselves.</source>
        <translation>은닉층이 없습니다. 출력이 특성을 직접 봅니다.</translation>
    </message>
    <message>
        <source>These two units are all that the next layer sees: its units are the straight lines here.</source>
        <translation>다음 층이 보는 것은 이 두 유닛뿐입니다. 그 층의 유닛은 여기서 직선입니다.</translation>
    </message>
    <message>
        <source>A layer with one unit folds the plane onto a line.</source>
        <translation>유닛이 하나인 층은 평면을 한 직선 위로 모읍니다.</translation>
    </message>
    <message>
        <source>The plane and the points as these two units see them.</source>
        <translation>이 두 유닛이 보는 평면과 점입니다.</translation>
    </message>
</context>
<context>
    <name>LessonCard</name>
    <message>
        <source>{count} min</source>
        <translation>{count}분</translation>
    </message>
    <message>
        <source>For yourself</source>
        <translation>혼자서</translation>
    </message>
</context>
<context>
    <name>LessonList</name>
    <message>
        <source>Lesson</source>
        <translation>실습</translation>
    </message>
    <message>
        <source>Type an idea, or choose a lesson</source>
        <translation>주제를 입력하거나 실습을 고르세요</translation>
    </message>
    <message>
        <source>Write a lesson …</source>
        <translation>실습 만들기 …</translation>
    </message>
    <message>
        <source>Make a lesson of your own from what the window shows.</source>
        <translation>창에 보이는 것으로 나만의 실습을 만듭니다.</translation>
    </message>
</context>
<context>
    <name>LessonStrip</name>
    <message>
        <source>Lesson</source>
        <translation>실습</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>이전 단계</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>다음 단계</translation>
    </message>
    <message>
        <source>End</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>The lesson&apos;s step before this one.  (PgUp, as every clicker has it)</source>
        <translation>실습의 이전 단계입니다.  (PgUp, 모든 발표용 리모컨에 있습니다)</translation>
    </message>
    <message>
        <source>The lesson&apos;s next step.  (PgDown, as every clicker has it)</source>
        <translation>실습의 다음 단계입니다.  (PgDown, 모든 발표용 리모컨에 있습니다)</translation>
    </message>
    <message>
        <source>End the lesson: your own work comes back as you left it.</source>
        <translation>실습을 끝냅니다. 하던 작업이 그대로 돌아옵니다.</translation>
    </message>
    <message>
        <source>What this step goes on from is being trained; a click does without.</source>
        <translation>이 단계가 이어받을 앞 단계를 훈련하고 있습니다. 클릭하면 기다리지 않습니다.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>다시</translation>
    </message>
    <message>
        <source>Train as this step says, then pause.  (Ctrl+Enter)</source>
        <translation>이 단계가 정한 만큼 훈련한 뒤 멈춥니다.  (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Next gate</source>
        <translation>다음 게이트</translation>
    </message>
    <message>
        <source>One step on in the Microscope.  (Ctrl+Enter)</source>
        <translation>현미경에서 한 단계 나아갑니다.  (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Show which choice is right.  (Ctrl+Enter)</source>
        <translation>어느 것이 맞는지 보여 줍니다.  (Ctrl+Enter)</translation>
    </message>
</context>
<context>
    <name>LessonWriter</name>
    <message>
        <source>Write a lesson</source>
        <translation>실습 만들기</translation>
    </message>
    <message>
        <source>Title in English</source>
        <translation>영어 제목</translation>
    </message>
    <message>
        <source>Title in Korean</source>
        <translation>한국어 제목</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Two sentences: a question before its answer</source>
        <translation>두 문장: 답보다 질문을 먼저</translation>
    </message>
    <message>
        <source>The same in Korean</source>
        <translation>같은 내용을 한국어로</translation>
    </message>
    <message>
        <source>One choice a line, two to six: English | Korean</source>
        <translation>한 줄에 보기 하나, 두 개에서 여섯 개까지: 영어 | 한국어</translation>
    </message>
    <message>
        <source>The right one</source>
        <translation>맞는 보기</translation>
    </message>
    <message>
        <source>Epochs to run</source>
        <translation>실행할 에폭</translation>
    </message>
    <message>
        <source>What only the speaker reads</source>
        <translation>발표자만 읽는 메모</translation>
    </message>
    <message>
        <source>Take what the window shows</source>
        <translation>지금 창을 단계로</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>위로</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>아래로</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>열기 …</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>저장 …</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Open a lesson</source>
        <translation>실습 열기</translation>
    </message>
    <message>
        <source>Save the lesson</source>
        <translation>실습 저장</translation>
    </message>
    <message>
        <source>Lessons (*.json)</source>
        <translation>실습 (*.json)</translation>
    </message>
    <message>
        <source>Right one</source>
        <translation>맞는 보기</translation>
    </message>
    <message>
        <source>Run, epochs</source>
        <translation>실행 에폭</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Open link</source>
        <translation>링크 열기</translation>
    </message>
    <message>
        <source>Paste a TensorFlow Playground link: the same points, first weights and losses.</source>
        <translation>TensorFlow Playground 링크를 붙여 넣으세요. 점, 첫 가중치, 손실이 같습니다.</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>링크</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
</context>
<context>
    <name>LossCurves</name>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>— train</source>
        <translation>— 훈련</translation>
    </message>
    <message>
        <source>- - test</source>
        <translation>- - 테스트</translation>
    </message>
    <message>
        <source>band: lowest to highest of the seeds</source>
        <translation>띠: 시드 중 가장 낮은 값 ~ 가장 높은 값</translation>
    </message>
    <message>
        <source>train</source>
        <translation>훈련</translation>
    </message>
    <message>
        <source>test</source>
        <translation>테스트</translation>
    </message>
</context>
<context>
    <name>LossPlot</name>
    <message>
        <source>Loss curve</source>
        <translation>손실 곡선</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Logarithmic loss scale</source>
        <translation>로그 손실 눈금</translation>
    </message>
    <message>
        <source>Logarithmic scale: equal heights are equal factors, so small losses stay visible.</source>
        <translation>로그 눈금: 같은 높이가 같은 배수라서 작은 손실도 보입니다.</translation>
    </message>
    <message>
        <source>train</source>
        <translation>훈련</translation>
    </message>
    <message>
        <source>test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>The loss appears here as training goes on.</source>
        <translation>훈련이 진행되면 손실이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Loss after each epoch, without penalty: solid on training points, dashed on test points. When the dashed curve rises while the solid one falls, the network overfits. Drag over a range to look at it, wheel: zoom, double-click: all.</source>
        <translation>에폭마다 잰 손실(규제 항 제외): 실선은 훈련 샘플, 점선은 테스트 샘플. 실선이 내려가는데 점선이 올라가면 과적합입니다. 범위를 끌면 그 부분만 보이고, 휠: 확대/축소, 두 번 클릭: 전체.</translation>
    </message>
    <message>
        <source>The loss in the Microscope</source>
        <translation>손실을 현미경으로</translation>
    </message>
</context>
<context>
    <name>LossSurfaceView</name>
    <message>
        <source>Loss surface</source>
        <translation>손실 곡면</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>그레이디언트</translation>
    </message>
    <message>
        <source>Two random directions at right angles, about as long as each unit&apos;s own weights (filter-normalised)</source>
        <translation>서로 직각인 두 무작위 방향. 길이는 각 유닛의 가중치와 비슷합니다(filter-normalised)</translation>
    </message>
    <message>
        <source>Across: along the loss&apos;s gradient by weights and biases, uphill to the right. Up: a random direction</source>
        <translation>가로: 가중치와 편향에 대한 손실의 그레이디언트 방향, 오른쪽이 오르막. 세로: 무작위 방향</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>경로</translation>
    </message>
    <message>
        <source>The two directions in which training has moved the weights most</source>
        <translation>훈련이 가중치를 가장 많이 움직인 두 방향</translation>
    </message>
    <message>
        <source>Directions</source>
        <translation>방향</translation>
    </message>
    <message>
        <source>Computes the training loss on a grid of weights around the present ones, beside the training. Another press takes other random directions; while it computes, it cancels.</source>
        <translation>현재 가중치 둘레의 격자에서 훈련 손실을 훈련과 나란히 계산합니다. 다시 누르면 다른 무작위 방향을 쓰고, 계산 중에 누르면 취소합니다.</translation>
    </message>
    <message>
        <source>The loss if the weights were moved along two directions: the stronger the ink, the lower it is; neighbouring lines are equal factors apart. The dot is now, the red line the path of the recorded epochs from the ring on.</source>
        <translation>가중치를 두 방향으로 움직였을 때의 손실입니다. 진할수록 낮고, 이웃한 선은 같은 비율만큼 떨어져 있습니다. 점은 지금, 빨간 선은 고리에서 시작해 기록된 에폭들이 지나온 길입니다.</translation>
    </message>
    <message>
        <source>How steep and how wide is the valley that the weights are in?</source>
        <translation>가중치가 놓인 골짜기는 얼마나 가파르고 넓을까요?</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>계산</translation>
    </message>
    <message>
        <source>Training loss (without penalty) around epoch {epoch}: {loss} at the dot.</source>
        <translation>에폭 {epoch} 둘레의 훈련 손실(규제 항 제외): 점에서 {loss}.</translation>
    </message>
    <message>
        <source>Over {looked_at} of the {points} training points.</source>
        <translation>훈련 샘플 {points}개에서 고른 {looked_at}개로 계산했습니다.</translation>
    </message>
    <message>
        <source>The picture holds {share} of the records&apos; squared distances from now.</source>
        <translation>그림에 담긴, 기록들에서 지금까지 거리 제곱의 비율: {share}.</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>그레이디언트</translation>
    </message>
    <message>
        <source>random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>main way</source>
        <translation>주된 방향</translation>
    </message>
    <message>
        <source>second way</source>
        <translation>둘째 방향</translation>
    </message>
    <message>
        <source>direction 1</source>
        <translation>방향 1</translation>
    </message>
    <message>
        <source>direction 2</source>
        <translation>방향 2</translation>
    </message>
    <message>
        <source>loss {value}</source>
        <translation>손실 {value}</translation>
    </message>
    <message>
        <source>loss along the gradient</source>
        <translation>그레이디언트 방향의 손실</translation>
    </message>
    <message>
        <source>loss along a random direction</source>
        <translation>무작위 방향의 손실</translation>
    </message>
    <message>
        <source>loss along the path&apos;s main direction</source>
        <translation>경로의 주된 방향의 손실</translation>
    </message>
    <message>
        <source>along its second direction</source>
        <translation>둘째 방향</translation>
    </message>
    <message>
        <source>loss along the first direction</source>
        <translation>첫째 방향의 손실</translation>
    </message>
    <message>
        <source>along the second direction</source>
        <translation>둘째 방향</translation>
    </message>
    <message>
        <source>The surface could not be computed: {reason}</source>
        <translation>곡면을 계산할 수 없었습니다: {reason}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>제목 없음</translation>
    </message>
    <message>
        <source>Press Space and watch the network learn; everything can be changed while it does. Or take a lesson: each idea of the lecture in a few steps.</source>
        <translation>스페이스 키를 누르고 신경망이 배우는 것을 보세요. 배우는 동안 무엇이든 바꿀 수 있습니다. 또는 실습을 고르세요. 강의의 주제마다 몇 단계입니다.</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>실습</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>녹화 멈추기</translation>
    </message>
    <message>
        <source>Record …</source>
        <translation>녹화 …</translation>
    </message>
</context>
<context>
    <name>Microscope</name>
    <message>
        <source>Put back</source>
        <translation>되돌리기</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>그대로 두기</translation>
    </message>
    <message>
        <source>Do this step in the run</source>
        <translation>학습에서 이 스텝 실행</translation>
    </message>
    <message>
        <source>Pauses the training and moves these weights once, downhill. Undo takes it back.</source>
        <translation>학습을 멈추고 이 가중치들을 내리막으로 한 번 옮깁니다. 실행 취소로 되돌립니다.</translation>
    </message>
    <message>
        <source>Nudge {name} by {h}</source>
        <translation>{name} 값을 {h}만큼 바꿈</translation>
    </message>
    <message>
        <source>red number × h</source>
        <translation>빨간 수 × h</translation>
    </message>
    <message>
        <source>what {name} really did</source>
        <translation>{name}의 실제 변화</translation>
    </message>
    <message>
        <source>not reached yet</source>
        <translation>아직 이르지 않음</translation>
    </message>
    <message>
        <source>Type the gradient, then Enter.</source>
        <translation>그레이디언트를 쓰고 Enter를 누르세요.</translation>
    </message>
    <message>
        <source>+{count} inputs</source>
        <translation>+입력 {count}개</translation>
    </message>
    <message>
        <source>+{count} gates</source>
        <translation>+게이트 {count}개</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>그 밖에 {count}개</translation>
    </message>
    <message>
        <source>features</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>layer {number}</source>
        <translation>층 {number}</translation>
    </message>
    <message>
        <source>σ: fold into one gate, local gradient (1 − f) f</source>
        <translation>σ: 게이트 하나로 접기, local gradient (1 − f) f</translation>
    </message>
    <message>
        <source>Microscope</source>
        <translation>현미경</translation>
    </message>
    <message>
        <source>Level of detail</source>
        <translation>자세한 정도</translation>
    </message>
    <message>
        <source>Working …</source>
        <translation>작업 중 …</translation>
    </message>
    <message>
        <source>The network was edited, so this trace has ended. Open the unit again.</source>
        <translation>신경망이 바뀌어 여기서 끝났습니다. 유닛을 다시 여세요.</translation>
    </message>
    <message>
        <source>Value of {name}</source>
        <translation>{name}의 값</translation>
    </message>
    <message>
        <source>{right} of {count} right at the first try.</source>
        <translation>{count}개 가운데 {right}개를 한 번에 맞혔습니다.</translation>
    </message>
    <message>
        <source>Type a number, such as −0.2.</source>
        <translation>−0.2처럼 수를 쓰세요.</translation>
    </message>
    <message>
        <source>Not yet. {rule}</source>
        <translation>아직 아닙니다. {rule}</translation>
    </message>
    <message>
        <source>Right.</source>
        <translation>맞았습니다.</translation>
    </message>
    <message>
        <source>Gradient step</source>
        <translation>그레이디언트 스텝</translation>
    </message>
    <message>
        <source>Done in the run: {name} goes from {before} to {after}. Undo takes it back.</source>
        <translation>학습에서 실행했습니다. {name}: {before} → {after}. 실행 취소로 되돌립니다.</translation>
    </message>
    <message>
        <source>Nudge</source>
        <translation>조금 바꾸기</translation>
    </message>
    <message>
        <source>Set in the run: {name} is {value}. Undo takes it back.</source>
        <translation>학습에 반영했습니다. {name}: {value}. 실행 취소로 되돌립니다.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>One box a layer</source>
        <translation>층마다 상자 하나</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>유닛</translation>
    </message>
    <message>
        <source>One gate a unit; Enter opens one</source>
        <translation>유닛마다 게이트 하나. Enter로 엽니다</translation>
    </message>
    <message>
        <source>Sums</source>
        <translation>합</translation>
    </message>
    <message>
        <source>A unit is its products, one sum, and its activation</source>
        <translation>유닛은 곱들, 합 하나, 활성화 함수</translation>
    </message>
    <message>
        <source>Gates</source>
        <translation>게이트</translation>
    </message>
    <message>
        <source>The simplest gates, of two inputs</source>
        <translation>입력이 둘인 가장 단순한 게이트</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>접음</translation>
    </message>
    <message>
        <source>A sigmoid is one gate</source>
        <translation>시그모이드는 게이트 하나</translation>
    </message>
    <message>
        <source>As typed</source>
        <translation>쓴 대로</translation>
    </message>
    <message>
        <source>The gates of the expression as it is written</source>
        <translation>식에 쓴 그대로의 게이트</translation>
    </message>
    <message>
        <source>Press Next: first the given values, then gate by gate.</source>
        <translation>다음을 누르세요. 먼저 주어진 값, 그다음 게이트 하나씩 갑니다.</translation>
    </message>
    <message>
        <source>Frozen at step {step}, point ({x}, {y})</source>
        <translation>스텝 {step}에 고정, 점 ({x}, {y})</translation>
    </message>
    <message>
        <source>Following: step {step}, point ({x}, {y})</source>
        <translation>따라가는 중: 스텝 {step}, 점 ({x}, {y})</translation>
    </message>
    <message>
        <source>Step {step}, the next minibatch of {count} points</source>
        <translation>스텝 {step}, 샘플 {count}개의 다음 미니배치</translation>
    </message>
    <message>
        <source>label {label}</source>
        <translation>라벨 {label}</translation>
    </message>
    <message>
        <source>(of the nearest training point)</source>
        <translation>(가장 가까운 훈련 샘플의 라벨)</translation>
    </message>
    <message>
        <source>Save the graph</source>
        <translation>그래프 저장</translation>
    </message>
    <message>
        <source>Drag, turn the wheel or double-click to nudge it.</source>
        <translation>끌거나 휠을 돌리거나 더블 클릭해서 바꿔 보세요.</translation>
    </message>
    <message>
        <source>NOTHING IS REACHED YET</source>
        <translation>아직 시작하지 않았습니다</translation>
    </message>
    <message>
        <source>step {position} of {count}</source>
        <translation>{count}단계 중 {position}</translation>
    </message>
    <message>
        <source>and {count} more: point at a number to read its line</source>
        <translation>그 밖에 {count}개: 수를 가리키면 그 줄이 보입니다</translation>
    </message>
    <message>
        <source>{gradient} = sum over {count} uses</source>
        <translation>{gradient} = 쓰임 {count}곳의 합</translation>
    </message>
    <message>
        <source>Each is used once, so this is its whole gradient.</source>
        <translation>한 번씩만 쓰이므로 이것이 그레이디언트 전부입니다.</translation>
    </message>
    <message>
        <source>To the beginning (Home)</source>
        <translation>처음으로 (Home)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Play the steps</source>
        <translation>단계 이어서 보기</translation>
    </message>
    <message>
        <source>A step every two seconds</source>
        <translation>2초에 한 단계</translation>
    </message>
    <message>
        <source>A step a second</source>
        <translation>1초에 한 단계</translation>
    </message>
    <message>
        <source>Three steps a second</source>
        <translation>1초에 세 단계</translation>
    </message>
    <message>
        <source>Speed of the steps</source>
        <translation>단계의 속도</translation>
    </message>
    <message>
        <source>Finish forward</source>
        <translation>순전파 끝까지</translation>
    </message>
    <message>
        <source>Finish backward</source>
        <translation>역전파 끝까지</translation>
    </message>
    <message>
        <source>Finish update</source>
        <translation>업데이트 끝까지</translation>
    </message>
    <message>
        <source>One dot a step; click one to go there.</source>
        <translation>점 하나가 한 단계입니다. 누르면 그리로 갑니다.</translation>
    </message>
    <message>
        <source>distributes</source>
        <translation>나누어 줌</translation>
    </message>
    <message>
        <source>swaps</source>
        <translation>맞바꿈</translation>
    </message>
    <message>
        <source>routes</source>
        <translation>골라 보냄</translation>
    </message>
    <message>
        <source>adds</source>
        <translation>더함</translation>
    </message>
    <message>
        <source>scales</source>
        <translation>곱해 줌</translation>
    </message>
    <message>
        <source>The values that are &lt;b&gt;given&lt;/b&gt;.</source>
        <translation>&lt;b&gt;주어진&lt;/b&gt; 값입니다.</translation>
    </message>
    <message>
        <source>Forward: the &lt;b&gt;sum&lt;/b&gt; of what comes in.</source>
        <translation>순전파: 들어온 것의 &lt;b&gt;합&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>Forward: the &lt;b&gt;product&lt;/b&gt; of what comes in.</source>
        <translation>순전파: 들어온 것의 &lt;b&gt;곱&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>Forward: the &lt;b&gt;largest&lt;/b&gt; of what comes in.</source>
        <translation>순전파: 들어온 것 가운데 &lt;b&gt;가장 큰 값&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>Forward: the &lt;b&gt;smallest&lt;/b&gt; of what comes in.</source>
        <translation>순전파: 들어온 것 가운데 &lt;b&gt;가장 작은 값&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>Forward: the &lt;b&gt;same value&lt;/b&gt; for every use.</source>
        <translation>순전파: 쓰이는 곳마다 &lt;b&gt;같은 값&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>Forward: the &lt;b&gt;function&lt;/b&gt; of what comes in.</source>
        <translation>순전파: 들어온 것의 &lt;b&gt;함숫값&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>The gradient of the result by itself is &lt;b&gt;1&lt;/b&gt;.</source>
        <translation>결과를 자신으로 미분하면 &lt;b&gt;1&lt;/b&gt;입니다.</translation>
    </message>
    <message>
        <source>The gradient that &lt;b&gt;arrives&lt;/b&gt; from the rest.</source>
        <translation>나머지에서 &lt;b&gt;내려온&lt;/b&gt; 그레이디언트입니다.</translation>
    </message>
    <message>
        <source>The add gate &lt;b&gt;distributes&lt;/b&gt; its gradient to all inputs.</source>
        <translation>add gate는 그레이디언트를 모든 입력에 &lt;b&gt;나누어 줍니다&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>The mul gate &lt;b&gt;swaps&lt;/b&gt;: each input gets the gradient times the other input.</source>
        <translation>mul gate는 &lt;b&gt;맞바꿉니다&lt;/b&gt;. 입력마다 그레이디언트에 다른 입력을 곱해 받습니다.</translation>
    </message>
    <message>
        <source>The {gate} gate &lt;b&gt;routes&lt;/b&gt; the whole gradient to the chosen input; others get 0.</source>
        <translation>{gate} gate는 고른 입력에 그레이디언트를 모두 &lt;b&gt;보냅니다&lt;/b&gt;. 나머지는 0입니다.</translation>
    </message>
    <message>
        <source>The copy gate &lt;b&gt;adds&lt;/b&gt; the gradients of all uses.</source>
        <translation>copy gate는 모든 쓰임의 그레이디언트를 &lt;b&gt;더합니다&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>The {gate} gate &lt;b&gt;scales&lt;/b&gt; the gradient by its local gradient.</source>
        <translation>{gate} gate는 그레이디언트에 local gradient를 &lt;b&gt;곱합니다&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>Update: one step &lt;b&gt;downhill&lt;/b&gt;, against the gradient.</source>
        <translation>업데이트: 그레이디언트 반대쪽으로 한 걸음 &lt;b&gt;내려갑니다&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>The gradient passes through a &lt;b&gt;whole layer&lt;/b&gt;.</source>
        <translation>그레이디언트가 &lt;b&gt;층 전체&lt;/b&gt;를 지납니다.</translation>
    </message>
    <message>
        <source>Forward: a &lt;b&gt;whole layer&lt;/b&gt; at once.</source>
        <translation>순전파: &lt;b&gt;층 전체&lt;/b&gt;를 한 번에.</translation>
    </message>
    <message>
        <source>Of equal inputs the first one counts.</source>
        <translation>같은 입력 가운데 첫째를 고릅니다.</translation>
    </message>
    <message>
        <source>At 0 the slope 0 of the left side counts.</source>
        <translation>0에서는 왼쪽의 기울기 0을 씁니다.</translation>
    </message>
    <message>
        <source>At 0 the slope 0 between both sides counts.</source>
        <translation>0에서는 양쪽 사이의 기울기 0을 씁니다.</translation>
    </message>
    <message>
        <source>At 0 the slope 0.1 of the left side counts.</source>
        <translation>0에서는 왼쪽의 기울기 0.1을 씁니다.</translation>
    </message>
    <message>
        <source>&lt;b&gt;gate&lt;/b&gt;: a node of the computational graph; add is a sum, mul a product, max the largest value.</source>
        <translation>&lt;b&gt;게이트(gate)&lt;/b&gt;: 계산 그래프(computational graph)의 노드입니다. add는 덧셈, mul은 곱셈, max는 최댓값 게이트입니다.</translation>
    </message>
    <message>
        <source>&lt;b&gt;upstream&lt;/b&gt;: the gradient that comes down from the output.</source>
        <translation>&lt;b&gt;upstream&lt;/b&gt;: 출력 쪽에서 내려온 그레이디언트입니다.</translation>
    </message>
    <message>
        <source>&lt;b&gt;local&lt;/b&gt;: the derivative of this gate alone.</source>
        <translation>&lt;b&gt;local&lt;/b&gt;: 이 노드만의 미분입니다.</translation>
    </message>
    <message>
        <source>&lt;b&gt;downstream&lt;/b&gt;: the gradient that is handed on to the input.</source>
        <translation>&lt;b&gt;downstream&lt;/b&gt;: 입력 쪽으로 보내는 그레이디언트입니다.</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>순전파</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>역전파</translation>
    </message>
    <message>
        <source>update</source>
        <translation>업데이트</translation>
    </message>
    <message>
        <source>The first example: (x + y) z</source>
        <translation>첫 예제: (x + y) z</translation>
    </message>
    <message>
        <source>A sigmoid neuron</source>
        <translation>시그모이드 뉴런</translation>
    </message>
    <message>
        <source>The add gate</source>
        <translation>add gate</translation>
    </message>
    <message>
        <source>The mul gate</source>
        <translation>mul gate</translation>
    </message>
    <message>
        <source>The copy gate</source>
        <translation>copy gate</translation>
    </message>
    <message>
        <source>The max gate</source>
        <translation>max gate</translation>
    </message>
    <message>
        <source>A value used twice: x x</source>
        <translation>두 번 쓰인 값: x x</translation>
    </message>
    <message>
        <source>A ReLU neuron</source>
        <translation>ReLU 뉴런</translation>
    </message>
    <message>
        <source>Two layers</source>
        <translation>두 층</translation>
    </message>
    <message>
        <source>{where}: {what} is {value}, and {needs}</source>
        <translation>{where}: {what} 값이 {value}입니다. {needs}</translation>
    </message>
    <message>
        <source>{where}: {needs}</source>
        <translation>{where}: {needs}</translation>
    </message>
    <message>
        <source>{where}: the result is too large for a number</source>
        <translation>{where}: 결과가 수로 나타내기에 너무 큽니다</translation>
    </message>
    <message>
        <source>the gradient of {where} is too large for a number</source>
        <translation>{where}의 그레이디언트가 수로 나타내기에 너무 큽니다</translation>
    </message>
    <message>
        <source>{name} has no value; give it one, such as {name}=1</source>
        <translation>{name} 값이 없습니다. {name}=1처럼 주세요</translation>
    </message>
    <message>
        <source>{name} is no variable of this expression; its variables are {known}</source>
        <translation>{name}: 이 식의 변수가 아닙니다. 변수: {known}</translation>
    </message>
    <message>
        <source>{name}: {value} is no finite number</source>
        <translation>{name}: {value}: 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>{name} stands on both sides of the equals sign; call the result something else</source>
        <translation>{name}: 등호 양쪽에 있습니다. 결과를 다른 이름으로 부르세요</translation>
    </message>
    <message>
        <source>{name} is the name of a function and cannot be a variable</source>
        <translation>{name}: 함수 이름이라 변수가 될 수 없습니다</translation>
    </message>
    <message>
        <source>there is no {name} in this graph; it has {known}</source>
        <translation>이 그래프에 {name} 값이 없습니다. 있는 것: {known}</translation>
    </message>
    <message>
        <source>{name}: layers are counted from 1 to {last}; the last one is the output</source>
        <translation>{name}: 층은 1부터 {last}까지 세고 마지막이 출력층입니다</translation>
    </message>
    <message>
        <source>{name}: this layer&apos;s units are counted from 1 to {last}</source>
        <translation>{name}: 이 층의 유닛은 1부터 {last}까지 셉니다</translation>
    </message>
    <message>
        <source>this unit is no longer in the network</source>
        <translation>이 유닛은 이제 신경망에 없습니다</translation>
    </message>
    <message>
        <source>this network has {count} parameters; a graph is drawn of up to {most}</source>
        <translation>이 신경망은 파라미터가 {count}개입니다. 그래프는 {most}개까지 그립니다</translation>
    </message>
    <message>
        <source>there are no training points</source>
        <translation>훈련 샘플이 없습니다</translation>
    </message>
    <message>
        <source>the loss needs the point&apos;s label</source>
        <translation>손실에는 점의 라벨이 필요합니다</translation>
    </message>
    <message>
        <source>{value} is no class of the data; classes are 0 to {last}</source>
        <translation>{value}: 데이터에 없는 클래스입니다. 클래스는 0부터 {last}까지입니다</translation>
    </message>
    <message>
        <source>{name} has no formula here, so it cannot be written as a script</source>
        <translation>{name}: 수식이 없어 스크립트로 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>{name} cannot be folded: more than one of its values is used outside</source>
        <translation>{name}: 접을 수 없습니다. 값이 둘 이상 밖에서 쓰입니다</translation>
    </message>
    <message>
        <source>it needs a positive number</source>
        <translation>양수여야 합니다</translation>
    </message>
    <message>
        <source>nothing can be divided by 0</source>
        <translation>0으로 나눌 수 없습니다</translation>
    </message>
    <message>
        <source>this power of it has no value or no slope</source>
        <translation>이 거듭제곱은 값이나 기울기가 없습니다</translation>
    </message>
    <message>
        <source>a variable power needs a positive base</source>
        <translation>지수가 변수이면 밑이 양수여야 합니다</translation>
    </message>
    <message>
        <source>it has no value there</source>
        <translation>그곳에서는 값이 없습니다</translation>
    </message>
    <message>
        <source>write an expression, such as f = (x + y) * z</source>
        <translation>f = (x + y) * z처럼 식을 쓰세요</translation>
    </message>
    <message>
        <source>{detail} cannot stand left of the equals sign; put one name there</source>
        <translation>{detail}: 등호 왼쪽에 올 수 없습니다. 이름 하나를 쓰세요</translation>
    </message>
    <message>
        <source>the expression is longer than {detail} characters</source>
        <translation>식이 {detail}자보다 깁니다</translation>
    </message>
    <message>
        <source>the expression is nested too deeply; use fewer parentheses</source>
        <translation>괄호가 너무 깊습니다. 괄호를 줄이세요</translation>
    </message>
    <message>
        <source>{detail} cannot stand in an expression</source>
        <translation>{detail}: 식에 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>something is missing at the end</source>
        <translation>끝에 빠진 것이 있습니다</translation>
    </message>
    <message>
        <source>{detail} cannot stand here</source>
        <translation>{detail}: 여기에 올 수 없습니다</translation>
    </message>
    <message>
        <source>a closing ) is missing</source>
        <translation>닫는 )가 없습니다</translation>
    </message>
    <message>
        <source>{detail} needs its argument in parentheses, such as {detail}(x)</source>
        <translation>{detail}: {detail}(x)처럼 괄호 안에 인수를 쓰세요</translation>
    </message>
    <message>
        <source>{detail} is no number</source>
        <translation>{detail}: 수가 아닙니다</translation>
    </message>
    <message>
        <source>the power {detail} is too high; 64 is the highest</source>
        <translation>지수 {detail}: 너무 큽니다. 64까지 됩니다</translation>
    </message>
    <message>
        <source>What goes into the red slot?</source>
        <translation>빨간 칸에 들어갈 수는?</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>old</source>
        <translation>이전 값</translation>
    </message>
    <message>
        <source>new</source>
        <translation>새 값</translation>
    </message>
    <message>
        <source>Every value is again what it was.</source>
        <translation>모든 값을 원래대로 되돌립니다.</translation>
    </message>
    <message>
        <source>From now on this is the value: in the expression, or of the weight or bias in the run, where undo takes it back.</source>
        <translation>이제부터 이 값을 씁니다. 수식에서는 변수의 값, 학습에서는 가중치나 편향의 값이 되며, 실행 취소로 되돌립니다.</translation>
    </message>
</context>
<context>
    <name>NetworkCanvas</name>
    <message>
        <source>Features</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>The network sees nothing yet: click a feature on the left.</source>
        <translation>신경망이 아직 아무것도 보지 못합니다. 왼쪽에서 특성을 클릭하세요.</translation>
    </message>
    <message>
        <source>Drag a layer in here.</source>
        <translation>여기로 층을 끌어 넣으세요.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>The network as a formula</source>
        <translation>신경망을 나타내는 식</translation>
    </message>
    <message>
        <source>What the network computes: x are the features that are switched on, W and b each layer&apos;s weights and biases, f the output&apos;s scores, p what the output makes of them.</source>
        <translation>신경망이 계산하는 식입니다. x는 켜진 특성, W와 b는 각 층의 가중치와 편향, f는 출력의 점수, p는 출력이 점수로 만드는 값입니다.</translation>
    </message>
    <message>
        <source>Units and weights</source>
        <translation>유닛과 가중치</translation>
    </message>
</context>
<context>
    <name>NetworkPicture</name>
    <message>
        <source>Save the network&apos;s picture</source>
        <translation>신경망 그림 저장</translation>
    </message>
</context>
<context>
    <name>NetworkSketch</name>
    <message>
        <source>The network; the line&apos;s layer is lit</source>
        <translation>신경망 그림: 가리킨 줄의 층이 밝게 보입니다</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Copy details</source>
        <translation>자세한 내용 복사</translation>
    </message>
    <message>
        <source>Copy what a developer needs to find the mistake.</source>
        <translation>개발자가 오류를 찾는 데 필요한 내용을 복사합니다.</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>메시지 닫기</translation>
    </message>
</context>
<context>
    <name>NudgeBars</name>
    <message>
        <source>predicted h × ∂L/∂w</source>
        <translation>예측 h × ∂L/∂w</translation>
    </message>
    <message>
        <source>actual L(w + h) − L(w)</source>
        <translation>실제 L(w + h) − L(w)</translation>
    </message>
</context>
<context>
    <name>NudgePanel</name>
    <message>
        <source>h</source>
        <translation>h</translation>
    </message>
    <message>
        <source>The derivative is the sensitivity of the loss: move the weight by h and the loss moves by about h times the gradient, the better the smaller h is. Only Move changes the weight.</source>
        <translation>도함수는 손실의 민감도입니다. 가중치를 h만큼 움직이면 손실은 그레이디언트의 약 h배만큼 움직이며, h가 작을수록 더 정확합니다. 이동을 눌러야만 가중치가 바뀝니다.</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Really move the weight by h. Undo takes it back.</source>
        <translation>가중치를 정말로 h만큼 움직입니다. 실행 취소로 되돌릴 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>NumberChoice</name>
    <message>
        <source>“{text}” is no number.</source>
        <translation>숫자가 아닌 값입니다: “{text}”.</translation>
    </message>
    <message>
        <source>{value} is not between {low} and {high}.</source>
        <translation>{low}~{high} 범위를 벗어난 값입니다: {value}.</translation>
    </message>
</context>
<context>
    <name>NumberSlider</name>
    <message>
        <source>{name} goes from {low} to {high}.</source>
        <translation>{name}의 범위는 {low}~{high}입니다.</translation>
    </message>
</context>
<context>
    <name>OutputPanel</name>
    <message>
        <source>What the boundary shows</source>
        <translation>경계 표시 방식</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>훈련</translation>
    </message>
    <message>
        <source>Show the points that the network learns from: filled marks.</source>
        <translation>신경망이 배우는 점을 채운 표시로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>Show the points held back from training, as hollow marks: does it do well on the unseen?</source>
        <translation>훈련에서 빼 둔 점을 빈 표시로 보여 줍니다. 처음 보는 점도 잘 맞힐까요?</translation>
    </message>
    <message>
        <source>Discretize</source>
        <translation>결정만 보기</translation>
    </message>
    <message>
        <source>Show each unit of the first layer as the line where its z is 0, with an arrow to where it grows, in the colour of its largest weight in the next layer (or its weight into the selected unit): blue positive, orange negative, grey small. A hovered or selected unit&apos;s line lights up, deeper ones as curves.</source>
        <translation>첫 층의 유닛마다 z가 0인 직선과 z가 커지는 쪽 화살표를 그립니다. 색은 다음 층으로 가는 가장 큰 가중치(유닛을 선택했으면 그 유닛으로 가는 가중치)로, 파랑은 양수, 주황은 음수, 회색은 작은 값입니다. 가리키거나 선택한 유닛의 선은 밝아지고, 더 깊은 유닛은 곡선으로 보입니다.</translation>
    </message>
    <message>
        <source>{measure}, epoch {epoch}</source>
        <translation>{measure}, 에폭 {epoch}</translation>
    </message>
    <message>
        <source>Points the network gets wrong are ringed, at most {most} of each set; for values the ring grows with the error.</source>
        <translation>신경망이 틀린 점에 고리를 두릅니다(세트마다 {most}개까지). 값이면 오차가 클수록 고리가 큽니다.</translation>
    </message>
    <message>
        <source>Dark where the network is undecided between classes: the entropy of its probabilities.</source>
        <translation>신경망이 클래스를 정하지 못하는 곳이 어둡습니다. 확률의 엔트로피입니다.</translation>
    </message>
    <message>
        <source>Dark where the network is undecided between classes. With this loss its answers are scores, no probabilities: shares are made of them, and from a score of 1 on it reads as sure.</source>
        <translation>신경망이 클래스를 정하지 못하는 곳이 어둡습니다. 이 손실에서는 답이 확률이 아니라 점수이므로 점수로 비율을 만들며, 점수가 1 이상이면 확신으로 봅니다.</translation>
    </message>
    <message>
        <source>Show only whether the value lies above or below the middle of the scale.</source>
        <translation>값이 눈금의 가운데보다 큰지 작은지만 보여 줍니다.</translation>
    </message>
    <message>
        <source>Show only the decision, without how sure the network is.</source>
        <translation>얼마나 확신하는지는 빼고 결정만 보여 줍니다.</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>유닛 경계선</translation>
    </message>
    <message>
        <source>Train loss</source>
        <translation>훈련 손실</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>테스트 손실</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>테스트 정확도</translation>
    </message>
    <message>
        <source>Penalty</source>
        <translation>규제 항</translation>
    </message>
    <message>
        <source>Test R²</source>
        <translation>테스트 R²</translation>
    </message>
    <message>
        <source>Train R²</source>
        <translation>훈련 R²</translation>
    </message>
    <message>
        <source>Train accuracy</source>
        <translation>훈련 정확도</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>The network&apos;s output over the plane, in colours from one class or value to the other.</source>
        <translation>평면에서 신경망의 출력을 한 클래스(값)에서 다른 클래스(값)까지의 색으로 보여 줍니다.</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스</translation>
    </message>
    <message>
        <source>The class the network decides for at each place.</source>
        <translation>각 위치에서 신경망이 정한 클래스입니다.</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>틀린 점</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>불확실성</translation>
    </message>
    <message>
        <source>Mean loss over the training points, without the penalty.</source>
        <translation>규제 항을 뺀, 훈련 샘플의 평균 손실입니다.</translation>
    </message>
    <message>
        <source>Mean loss over the points held back from training. No number: none is held back.</source>
        <translation>훈련에서 빼 둔 점의 평균 손실입니다. 숫자가 없으면 빼 둔 점이 없습니다.</translation>
    </message>
    <message>
        <source>What regularization adds to the training loss. Training makes the sum of both small.</source>
        <translation>규제(regularization)가 훈련 손실에 더하는 값입니다. 학습은 손실과 규제 항의 합을 줄입니다.</translation>
    </message>
    <message>
        <source>What the network says over the plane. The wheel zooms, a drag moves the plane, a double-click shows it whole again. A click sets the probe point, which can be dragged. While painting, the middle button moves the plane.</source>
        <translation>평면 위에서 네트워크가 내는 답입니다. 휠로 확대·축소하고, 끌면 평면이 움직이며, 두 번 클릭하면 전체가 다시 보입니다. 클릭하면 관찰점이 정해지고, 관찰점은 끌어 옮길 수 있습니다. 그리는 동안에는 가운데 버튼으로 평면을 옮깁니다.</translation>
    </message>
    <message>
        <source>Share of the labels&apos; spread that is explained, of the test points if any: 1 is all.</source>
        <translation>라벨의 퍼짐 가운데 설명된 비율(테스트 샘플이 있으면 그 점에서)입니다. 1이면 전부입니다.</translation>
    </message>
    <message>
        <source>Share of points in the right class, of the test points if there are any.</source>
        <translation>맞는 클래스에 든 점의 비율(테스트 샘플이 있으면 그 점에서)입니다.</translation>
    </message>
    <message>
        <source>sure</source>
        <translation>확신</translation>
    </message>
    <message>
        <source>undecided</source>
        <translation>미정</translation>
    </message>
</context>
<context>
    <name>Paint</name>
    <message>
        <source>Change labels</source>
        <translation>라벨 바꾸기</translation>
    </message>
    <message>
        <source>Clear points</source>
        <translation>점 지우기</translation>
    </message>
    <message>
        <source>Delete points</source>
        <translation>점 삭제</translation>
    </message>
    <message>
        <source>Paint points</source>
        <translation>점 그리기</translation>
    </message>
    <message>
        <source>Erase points</source>
        <translation>점 지우개</translation>
    </message>
    <message>
        <source>Move points</source>
        <translation>점 옮기기</translation>
    </message>
</context>
<context>
    <name>PaintPanel</name>
    <message>
        <source>Brush</source>
        <translation>붓</translation>
    </message>
    <message>
        <source>Draw points of the chosen class or value.</source>
        <translation>고른 클래스나 값의 점을 그립니다.</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>지우개</translation>
    </message>
    <message>
        <source>Take away the points under the circle.</source>
        <translation>원 아래의 점을 없앱니다.</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>선택</translation>
    </message>
    <message>
        <source>Drag a point to move it, drag a frame to choose several; Delete removes them.</source>
        <translation>점을 끌어 옮기거나, 틀을 끌어 여러 점을 고릅니다. Delete를 누르면 지워집니다.</translation>
    </message>
    <message>
        <source>Painting tool</source>
        <translation>그리기 도구</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>The value of the points you paint; keys 1 to 9 go from lowest to highest.</source>
        <translation>그리는 점의 값입니다. 1부터 9까지의 키가 가장 낮은 값부터 가장 높은 값까지입니다.</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>폭</translation>
    </message>
    <message>
        <source>How wide the brush sprays and the eraser wipes; 0 is one point at a time.</source>
        <translation>붓이 뿌리고 지우개가 닦는 넓이입니다. 0이면 한 번에 점 하나입니다.</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>모두 지우기</translation>
    </message>
    <message>
        <source>An empty plane to paint on; undo brings the points back.</source>
        <translation>그릴 수 있는 빈 평면입니다. 실행 취소하면 점이 돌아옵니다.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>End painting (Escape): a click on the plane sets the probe point again.</source>
        <translation>그리기를 마칩니다(Esc). 다시 평면을 클릭하면 관찰점이 놓입니다.</translation>
    </message>
    <message>
        <source>Drag points, or a frame around them. Delete removes what is chosen.</source>
        <translation>점이나 점 둘레의 틀을 끄세요. Delete를 누르면 고른 점이 지워집니다.</translation>
    </message>
    <message>
        <source>Wipe over the points on the plane.</source>
        <translation>평면의 점 위를 문지르세요.</translation>
    </message>
    <message>
        <source>Paint on the plane. Keys 1 to 9 choose the value.</source>
        <translation>평면에 그리세요. 1부터 9까지의 키로 값을 고릅니다.</translation>
    </message>
    <message>
        <source>Paint on the plane. Keys 0 to 7 choose the class.</source>
        <translation>평면에 그리세요. 0부터 7까지의 키로 클래스를 고릅니다.</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Show the whole</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>그림 복사</translation>
    </message>
    <message>
        <source>Save picture …</source>
        <translation>그림 저장 …</translation>
    </message>
    <message>
        <source>Copy data</source>
        <translation>데이터 복사</translation>
    </message>
    <message>
        <source>Save data as CSV …</source>
        <translation>데이터를 CSV로 저장 …</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>Save data</source>
        <translation>데이터 저장</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
</context>
<context>
    <name>ProbePanel</name>
    <message>
        <source>Probe point</source>
        <translation>관찰점</translation>
    </message>
    <message>
        <source>Take the probe point away</source>
        <translation>관찰점 없애기</translation>
    </message>
    <message>
        <source>output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>∂L/∂z output</source>
        <translation>∂L/∂z 출력</translation>
    </message>
    <message>
        <source>Click the plane to follow one point through the network.</source>
        <translation>평면을 클릭하면 점 하나를 신경망을 따라 관찰합니다.</translation>
    </message>
    <message>
        <source>On the plane: {place}</source>
        <translation>평면에서: {place}</translation>
    </message>
    <message>
        <source>The label the point should have: the loss and its gradients are measured against it.</source>
        <translation>이 점이 가져야 할 라벨입니다. 손실과 그레이디언트는 이 라벨을 기준으로 잽니다.</translation>
    </message>
    <message>
        <source>Label of the probe point</source>
        <translation>관찰점의 라벨</translation>
    </message>
    <message>
        <source>What the network answers at this point; of several output units the label&apos;s own.</source>
        <translation>이 점에서 신경망이 내는 답입니다. 출력 유닛이 여럿이면 라벨의 유닛입니다.</translation>
    </message>
    <message>
        <source>How the loss changes when the output unit&apos;s score z, its weighted sum before any activation, moves by a little. Backpropagation starts here.</source>
        <translation>출력 유닛의 점수 z(활성화 전의 가중합)가 조금 움직일 때 손실이 얼마나 변하는지입니다. 역전파가 여기서 시작합니다.</translation>
    </message>
    <message>
        <source>What this one point costs: its data loss, without the penalty.</source>
        <translation>이 점 하나의 손실입니다(규제 항 제외).</translation>
    </message>
</context>
<context>
    <name>Recorder</name>
    <message>
        <source>Record the window</source>
        <translation>창 녹화</translation>
    </message>
    <message>
        <source>Record this panel: {panel}</source>
        <translation>이 패널 녹화: {panel}</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Animated GIF (*.gif)</source>
        <translation>움직이는 GIF (*.gif)</translation>
    </message>
    <message>
        <source>MP4 film (*.mp4)</source>
        <translation>MP4 영상 (*.mp4)</translation>
    </message>
    <message>
        <source>PNG of the last picture (*.png)</source>
        <translation>마지막 그림의 PNG (*.png)</translation>
    </message>
    <message>
        <source>Save the recording</source>
        <translation>녹화 저장</translation>
    </message>
</context>
<context>
    <name>Recording</name>
    <message>
        <source>Writing {name}: {percent} %</source>
        <translation>{name} 쓰는 중: {percent} %</translation>
    </message>
    <message>
        <source>A recording is a .gif, .mp4 or .png file; {name} is none of them.</source>
        <translation>녹화는 .gif, .mp4, .png 파일로 저장됩니다. {name}에는 쓸 수 없습니다.</translation>
    </message>
    <message>
        <source>{name} is being written.</source>
        <translation>{name} 파일을 쓰고 있습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The recording is not saved yet.</source>
        <translation>녹화를 아직 저장하지 않았습니다.</translation>
    </message>
    <message>
        <source>Save it …</source>
        <translation>저장 …</translation>
    </message>
    <message>
        <source>Nothing was painted while it was recorded.</source>
        <translation>녹화하는 동안 그려진 것이 없습니다.</translation>
    </message>
</context>
<context>
    <name>RecordingLight</name>
    <message>
        <source>Stop recording</source>
        <translation>녹화 멈추기</translation>
    </message>
    <message>
        <source>It is being recorded. Click here, or press Ctrl+R, to stop and to save it.</source>
        <translation>녹화하고 있습니다. 여기를 누르거나 Ctrl+R을 눌러 멈추고 저장합니다.</translation>
    </message>
</context>
<context>
    <name>RunPlot</name>
    <message>
        <source>train</source>
        <translation>훈련</translation>
    </message>
    <message>
        <source>test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>The run over its epochs</source>
        <translation>에폭에 따른 학습 과정</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>그레이디언트 노름</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>학습 과정</translation>
    </message>
    <message>
        <source>Learning rate, next epoch</source>
        <translation>다음 에폭의 학습률</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>The curves appear here as training goes on.</source>
        <translation>훈련이 진행되면 곡선이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Solid: training points, dashed: test points; the loss without the penalty. The gradient is the last minibatch&apos;s, with the penalty. Drag over a range of epochs to look at it alone, drag with Shift to move, wheel: zoom, double-click: all.</source>
        <translation>실선: 훈련 샘플, 점선: 테스트 샘플. 손실은 규제 항을 뺀 값입니다. 그레이디언트는 마지막 미니배치의 것으로 규제 항을 포함합니다. 에폭 범위를 끌면 그 부분만 보이고, Shift를 누르고 끌면 이동, 휠: 확대/축소, 두 번 클릭: 전체.</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>Equal heights are equal differences.</source>
        <translation>같은 높이가 같은 차이입니다.</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Equal heights are equal factors: small values stay visible.</source>
        <translation>같은 높이가 같은 배수라서 작은 값도 보입니다.</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>눈금</translation>
    </message>
    <message>
        <source>Measured after each epoch · drag: choose a range · wheel: zoom · double-click: all</source>
        <translation>에폭마다 측정 · 끌기: 범위 선택 · 휠: 확대/축소 · 두 번 클릭: 전체</translation>
    </message>
</context>
<context>
    <name>SchedulePanel</name>
    <message>
        <source>Schedule of the learning rate</source>
        <translation>학습률 스케줄</translation>
    </message>
    <message>
        <source>Learning rate over time</source>
        <translation>시간에 따른 학습률</translation>
    </message>
    <message>
        <source>Schedule {name}</source>
        <translation>스케줄 {name}</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
</context>
<context>
    <name>Scripts</name>
    <message>
        <source>{module} is not installed here; the script runs where it is.</source>
        <translation>이 컴퓨터에는 설치되어 있지 않습니다: {module}. 설치된 곳에서는 스크립트가 실행됩니다.</translation>
    </message>
    <message>
        <source>The script did not run: {reason}</source>
        <translation>스크립트가 실행되지 않았습니다: {reason}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>the {loss} has not improved for {count} epochs.</source>
        <translation>{loss}이 {count} 에폭 동안 나아지지 않았습니다.</translation>
    </message>
    <message>
        <source>the accuracy reached {value} %.</source>
        <translation>정확도가 {value} %에 이르렀습니다.</translation>
    </message>
    <message>
        <source>the {loss} fell below {value}.</source>
        <translation>{loss}이 {value} 아래로 내려갔습니다.</translation>
    </message>
    <message>
        <source>training loss</source>
        <translation>훈련 손실</translation>
    </message>
    <message>
        <source>test loss</source>
        <translation>테스트 손실</translation>
    </message>
    <message>
        <source>Saving {name} …</source>
        <translation>{name} 저장 중 …</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>{name}(으)로 저장했습니다.</translation>
    </message>
    <message>
        <source>The run gave no answer.</source>
        <translation>학습이 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>Opening {name} …</source>
        <translation>{name} 여는 중 …</translation>
    </message>
    <message>
        <source>Pasted table</source>
        <translation>붙여 넣은 표</translation>
    </message>
    <message>
        <source>{name} was not opened; everything is as it was.</source>
        <translation>{name}: 열지 않았습니다. 모두 그대로입니다.</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>링크 열기</translation>
    </message>
    <message>
        <source>Import points</source>
        <translation>점 가져오기</translation>
    </message>
    <message>
        <source>{name} is being opened.</source>
        <translation>여는 중: {name}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Your earlier work was not saved, so it is kept here.</source>
        <translation>이전 작업은 저장되지 않아 여기에 보관해 두었습니다.</translation>
    </message>
    <message>
        <source>Saved without weights: the run gave no answer.</source>
        <translation>가중치 없이 저장했습니다. 학습이 응답하지 않았습니다.</translation>
    </message>
    <message>
        <source>The program did not end well the last time, but your work was kept.</source>
        <translation>지난번에 프로그램이 제대로 끝나지 않았지만 작업은 보관되어 있습니다.</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>복구</translation>
    </message>
    <message>
        <source>the loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>a weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Training diverged in epoch {epoch}: {what} grew too large for a number. It paused before that.</source>
        <translation>에폭 {epoch}에서 훈련이 발산했습니다. {what}이(가) 숫자로 나타낼 수 없을 만큼 커져 그 전에 멈췄습니다.</translation>
    </message>
    <message>
        <source>Try a learning rate far below {rate}, then Reset or step back.</source>
        <translation>{rate}보다 훨씬 작은 학습률을 고르고 처음부터 다시 하거나 뒤로 가세요.</translation>
    </message>
    <message>
        <source>Try a smaller learning rate, then Reset or step back.</source>
        <translation>더 작은 학습률을 고르고 처음부터 다시 하거나 뒤로 가세요.</translation>
    </message>
    <message>
        <source>{count} epochs are done.</source>
        <translation>{count}에폭을 마쳤습니다.</translation>
    </message>
    <message>
        <source>its stop condition is met.</source>
        <translation>중지 조건이 충족되었습니다.</translation>
    </message>
    <message>
        <source>Training stopped in epoch {epoch}:</source>
        <translation>에폭 {epoch}에서 훈련을 멈췄습니다:</translation>
    </message>
    <message>
        <source>Change the stop condition to go on.</source>
        <translation>계속하려면 중지 조건을 바꾸세요.</translation>
    </message>
    <message>
        <source>No feature is switched on, so the network sees nothing: click a feature first.</source>
        <translation>켜진 특성이 없어 신경망이 아무것도 보지 못합니다. 먼저 특성을 클릭하세요.</translation>
    </message>
    <message>
        <source>There are no points to learn from: paint some, import a file or pick a dataset.</source>
        <translation>배울 점이 없습니다. 점을 그리거나, 파일을 가져오거나, 데이터셋을 고르세요.</translation>
    </message>
    <message>
        <source>A batch of {batch} is more than the {points} training points: every step uses all of them.</source>
        <translation>배치 크기({batch})가 훈련 샘플 수({points})보다 큽니다. 매 스텝에 모든 샘플을 씁니다.</translation>
    </message>
    <message>
        <source>{value} is no number that a weight can have; nothing was changed.</source>
        <translation>가중치로 쓸 수 없는 값입니다: {value}. 아무것도 바뀌지 않았습니다.</translation>
    </message>
    <message>
        <source>This weight is no longer there, so nothing was changed.</source>
        <translation>이 가중치는 이제 없어서 아무것도 바뀌지 않았습니다.</translation>
    </message>
    <message>
        <source>Nothing was changed. {reason}</source>
        <translation>아무것도 바뀌지 않았습니다. {reason}</translation>
    </message>
    <message>
        <source>The link</source>
        <translation>링크</translation>
    </message>
    <message>
        <source>There is neither a link nor a table with two columns of numbers in what you pasted.</source>
        <translation>붙여 넣은 것에 링크도, 숫자 열이 두 개인 표도 없습니다.</translation>
    </message>
    <message>
        <source>That is too much to paste; import it as a file.</source>
        <translation>붙여 넣기에는 너무 큽니다. 파일로 가져오세요.</translation>
    </message>
    <message>
        <source>{name} was not opened. {reason}</source>
        <translation>{name}을(를) 열지 못했습니다. {reason}</translation>
    </message>
    <message>
        <source>the folder is not there</source>
        <translation>폴더가 없습니다</translation>
    </message>
    <message>
        <source>this place may not be written to</source>
        <translation>쓸 권한이 없는 곳입니다</translation>
    </message>
    <message>
        <source>this place can only be read</source>
        <translation>읽기만 할 수 있는 곳입니다</translation>
    </message>
    <message>
        <source>there is no room left</source>
        <translation>남은 공간이 없습니다</translation>
    </message>
    <message>
        <source>this is a folder</source>
        <translation>폴더입니다</translation>
    </message>
    <message>
        <source>the name is too long</source>
        <translation>이름이 너무 깁니다</translation>
    </message>
    <message>
        <source>{name} was not saved. {reason}</source>
        <translation>{name}을(를) 저장하지 못했습니다. {reason}</translation>
    </message>
    <message>
        <source>Something went wrong that should not: {error}. Your work is still here; Reset starts the run again.</source>
        <translation>예상하지 못한 오류가 발생했습니다: {error}. 작업은 그대로 있으며, ‘처음부터’를 누르면 학습을 다시 시작합니다.</translation>
    </message>
    <message>
        <source>Set bias</source>
        <translation>편향 설정</translation>
    </message>
    <message>
        <source>Set weight</source>
        <translation>가중치 설정</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>새 시드</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>처음부터</translation>
    </message>
    <message>
        <source>Other branch</source>
        <translation>다른 분기</translation>
    </message>
    <message>
        <source>Train on from an earlier epoch</source>
        <translation>이전 에폭에서 이어서 훈련</translation>
    </message>
    <message>
        <source>Train on from epoch {epoch}</source>
        <translation>에폭 {epoch}에서 이어서 훈련</translation>
    </message>
    <message>
        <source>Working …</source>
        <translation>작업 중 …</translation>
    </message>
    <message>
        <source>Stop conditions</source>
        <translation>중지 조건</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Keep this run beside</source>
        <translation>이 실행을 옆에 두기</translation>
    </message>
    <message>
        <source>Remove a compared run</source>
        <translation>비교하던 실행 치우기</translation>
    </message>
    <message>
        <source>Open a compared run</source>
        <translation>비교하던 실행 열기</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <translation>비교 끝내기</translation>
    </message>
    <message>
        <source>What this step goes on from could not be trained.</source>
        <translation>이 단계의 출발점이 될 학습을 하지 못했습니다.</translation>
    </message>
    <message>
        <source>Your last session is still here, with all its branches.</source>
        <translation>지난번 작업이 모든 분기와 함께 그대로 있습니다.</translation>
    </message>
    <message>
        <source>{count} more works are kept and offered after this one.</source>
        <translation>보관된 작업이 {count}개 더 있으며 이 작업 다음에 보여 드립니다.</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>An earlier session is still here, with all its branches.</source>
        <translation>그 이전 작업이 모든 분기와 함께 그대로 있습니다.</translation>
    </message>
    <message>
        <source>It has changes that {name} does not hold.</source>
        <translation>{name}에는 없는 변경이 들어 있습니다.</translation>
    </message>
    <message>
        <source>Your work is not being kept against a crash: {reason} Save it where there is room.</source>
        <translation>비정상 종료에 대비한 작업 보관이 되지 않고 있습니다: {reason} 공간이 있는 곳에 저장하세요.</translation>
    </message>
    <message>
        <source>Your settings were not written: {reason} The program tries again by itself.</source>
        <translation>설정을 쓰지 못했습니다: {reason} 프로그램이 스스로 다시 시도합니다.</translation>
    </message>
    <message>
        <source>The recording was stopped. {reason}</source>
        <translation>녹화가 멈췄습니다. {reason}</translation>
    </message>
</context>
<context>
    <name>SpacePicture</name>
    <message>
        <source>Picture of the layer&apos;s space</source>
        <translation>층 공간의 그림</translation>
    </message>
</context>
<context>
    <name>SpeakerView</name>
    <message>
        <source>Speaker&apos;s view</source>
        <translation>발표자 화면</translation>
    </message>
    <message>
        <source>Step {place} of {count}</source>
        <translation>{count}단계 가운데 {place}단계</translation>
    </message>
    <message>
        <source>NOTE</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>ON THE SCREEN</source>
        <translation>화면에 보이는 것</translation>
    </message>
    <message>
        <source>NEXT</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>This is the last step.</source>
        <translation>마지막 단계입니다.</translation>
    </message>
    <message>
        <source>{taken} of {planned} min</source>
        <translation>{planned}분 중 {taken}</translation>
    </message>
</context>
<context>
    <name>StackCard</name>
    <message>
        <source>The one layer that the linear layers are</source>
        <translation>선형 층들과 같은 층 하나</translation>
    </message>
    <message>
        <source>Over the whole plane the network differs from W x + b by at most {value}.</source>
        <translation>평면 전체에서 신경망과 W x + b의 차이는 {value} 이하입니다.</translation>
    </message>
    <message>
        <source>Without a nonlinearity between them, layers one behind the other are one linear layer: its matrix is their product. Each row belongs to a unit, each column to an input.</source>
        <translation>사이에 비선형이 없으면 이어진 층들은 선형 층 하나와 같고, 그 행렬은 각 행렬의 곱입니다. 행은 유닛, 열은 입력입니다.</translation>
    </message>
</context>
<context>
    <name>StaleLine</name>
    <message>
        <source>Compare again</source>
        <translation>다시 비교</translation>
    </message>
    <message>
        <source>The same comparison of the experiment as it is now, from its beginning.</source>
        <translation>지금의 실험으로 같은 비교를 처음부터 다시 합니다.</translation>
    </message>
    <message>
        <source>Edited since: {names}. These runs are of before.</source>
        <translation>그 뒤에 바뀐 것: {names}. 이 실행들은 바뀌기 전의 것입니다.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>How fast the training thread goes at present.</source>
        <translation>훈련 스레드의 현재 속도입니다.</translation>
    </message>
    <message>
        <source>{steps} steps/s · {epochs} epochs/s</source>
        <translation>{steps} 스텝/초 · {epochs} 에폭/초</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>훈련 중</translation>
    </message>
    <message>
        <source>Diverged: the last finite state is shown</source>
        <translation>발산: 마지막 유한한 상태를 보여 줍니다</translation>
    </message>
    <message>
        <source>Finished: a stop condition is met</source>
        <translation>완료: 중지 조건이 충족되었습니다</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Waiting for a feature</source>
        <translation>특성을 기다리는 중</translation>
    </message>
    <message>
        <source>Waiting for training points</source>
        <translation>훈련 샘플을 기다리는 중</translation>
    </message>
    <message>
        <source>Ready: Space starts the training</source>
        <translation>준비됨: 스페이스 키로 훈련을 시작합니다</translation>
    </message>
    <message>
        <source>{name} (changed)</source>
        <translation>{name} (변경됨)</translation>
    </message>
</context>
<context>
    <name>StepDots</name>
    <message>
        <source>Step {place} of {count}</source>
        <translation>{count}단계 가운데 {place}단계</translation>
    </message>
</context>
<context>
    <name>StepsPanel</name>
    <message>
        <source>Shuffle every epoch</source>
        <translation>에폭마다 섞기</translation>
    </message>
    <message>
        <source>Each epoch goes through the training points in another order; off: always the same order.</source>
        <translation>에폭마다 훈련 샘플을 다른 순서로 씁니다. 끄면 언제나 같은 순서입니다.</translation>
    </message>
    <message>
        <source>Clip gradient norm</source>
        <translation>그레이디언트 클리핑</translation>
    </message>
    <message>
        <source>A gradient longer than this is shortened to it: no step explodes.</source>
        <translation>이보다 긴 그레이디언트는 이 길이로 줄이므로 스텝이 폭발하지 않습니다.</translation>
    </message>
    <message>
        <source>Max-norm of weights</source>
        <translation>가중치 최대 노름(max-norm)</translation>
    </message>
    <message>
        <source>After each step the weights into a unit, where they are longer than this, are shortened to it.</source>
        <translation>스텝마다, 한 유닛으로 들어오는 가중치가 이보다 길면 이 길이로 줄입니다.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>섞기</translation>
    </message>
    <message>
        <source>clipped</source>
        <translation>클리핑</translation>
    </message>
    <message>
        <source>max-norm</source>
        <translation>max-norm</translation>
    </message>
    <message>
        <source>shuffled</source>
        <translation>섞음</translation>
    </message>
    <message>
        <source>in order</source>
        <translation>순서대로</translation>
    </message>
</context>
<context>
    <name>StopPanel</name>
    <message>
        <source>after epochs</source>
        <translation>에폭 수</translation>
    </message>
    <message>
        <source>Training pauses by itself after so many epochs.</source>
        <translation>이만큼 에폭을 마치면 훈련이 스스로 멈춥니다.</translation>
    </message>
    <message>
        <source>loss below</source>
        <translation>목표 손실 (이하이면 멈춤)</translation>
    </message>
    <message>
        <source>Training pauses when the test loss falls below this.</source>
        <translation>테스트 손실이 이보다 작아지면 훈련이 멈춥니다.</translation>
    </message>
    <message>
        <source>accuracy above</source>
        <translation>목표 정확도 (이상이면 멈춤)</translation>
    </message>
    <message>
        <source>Training pauses when this share of points is in the right class.</source>
        <translation>이 비율의 샘플이 맞는 클래스에 들면 훈련이 멈춥니다.</translation>
    </message>
    <message>
        <source>no better for epochs</source>
        <translation>개선 없는 에폭 수(조기 종료)</translation>
    </message>
    <message>
        <source>Training pauses when the test loss has not improved for so many epochs.</source>
        <translation>테스트 손실이 이만큼의 에폭 동안 나아지지 않으면 훈련이 멈춥니다.</translation>
    </message>
    <message>
        <source>Stop training</source>
        <translation>훈련 중지</translation>
    </message>
    <message>
        <source>epoch {value}</source>
        <translation>에폭 {value}</translation>
    </message>
    <message>
        <source>loss &lt; {value}</source>
        <translation>손실 &lt; {value}</translation>
    </message>
    <message>
        <source>accuracy ≥ {value}</source>
        <translation>정확도 ≥ {value}</translation>
    </message>
    <message>
        <source>{value} no better</source>
        <translation>개선 없음 {value}</translation>
    </message>
    <message>
        <source>{count} conditions</source>
        <translation>조건 {count}개</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>직접</translation>
    </message>
    <message>
        <source>Stop: {condition}</source>
        <translation>중지: {condition}</translation>
    </message>
</context>
<context>
    <name>SurfaceMap</name>
    <message>
        <source>Map of the loss surface</source>
        <translation>손실 곡면의 지도</translation>
    </message>
    <message>
        <source>({x}, {y})  loss {loss}</source>
        <translation>({x}, {y})  손실 {loss}</translation>
    </message>
</context>
<context>
    <name>SurfaceProfiles</name>
    <message>
        <source>Profiles of the loss surface</source>
        <translation>손실 곡면의 단면</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>거리</translation>
    </message>
</context>
<context>
    <name>Sweep</name>
    <message>
        <source>{count} trials could not be trained: {reason}</source>
        <translation>{count}번은 학습하지 못했습니다: {reason}</translation>
    </message>
</context>
<context>
    <name>SweepDialog</name>
    <message>
        <source>Sweep</source>
        <translation>스윕</translation>
    </message>
    <message>
        <source>Open a row of the sweep</source>
        <translation>스윕의 행 열기</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>표 저장</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
    <message>
        <source>{done} of {total} trials</source>
        <translation>{total}번 가운데 {done}번</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Train this experiment many times over some of its fields.</source>
        <translation>스윕: 몇몇 항목의 값을 바꿔 가며 이 실험을 여러 번 학습합니다.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서</translation>
    </message>
    <message>
        <source>Train what the cancelled sweep has not trained.</source>
        <translation>취소한 스윕에서 아직 학습하지 않은 것을 학습합니다.</translation>
    </message>
    <message>
        <source>Progress of the sweep</source>
        <translation>스윕 진행 상황</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정값</translation>
    </message>
    <message>
        <source>Open row</source>
        <translation>행 열기</translation>
    </message>
    <message>
        <source>Make this row&apos;s experiment the window&apos;s, from its start. Undo brings yours back.</source>
        <translation>이 행의 실험을 창에 처음 상태로 엽니다. 실행 취소를 하면 지금 실험으로 돌아옵니다.</translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation>CSV로 저장 …</translation>
    </message>
    <message>
        <source>{sets} sets of values × {seeds} seeds = {trials} trials</source>
        <translation>값의 조합 {sets}개 × 시드 {seeds}개 = {trials}번</translation>
    </message>
    <message>
        <source>Each row of the table will be drawn here.</source>
        <translation>표의 각 행이 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>{trials} sets of values, one seed each</source>
        <translation>값의 조합 {trials}개, 시드는 하나씩</translation>
    </message>
    <message>
        <source>{field} does nothing while {other} is off: sweep over it as well, or switch it on.</source>
        <translation>{field}: 지금은 {other} 항목이 꺼져 있어 아무 효과가 없습니다. 그 값도 함께 바꿔 보거나 켜세요.</translation>
    </message>
</context>
<context>
    <name>SweepForm</name>
    <message>
        <source>+ field</source>
        <translation>+ 항목</translation>
    </message>
    <message>
        <source>Sweep over another field as well.</source>
        <translation>다른 항목의 값도 함께 바꿔 봅니다.</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>격자</translation>
    </message>
    <message>
        <source>Every value of one field with every value of the others.</source>
        <translation>한 항목의 모든 값을 다른 항목의 모든 값과 짝짓습니다.</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>무작위</translation>
    </message>
    <message>
        <source>So many draws: of each field a value, or a number of its range.</source>
        <translation>정한 수만큼 뽑습니다: 항목마다 값 하나, 또는 범위 안의 수 하나.</translation>
    </message>
    <message>
        <source>How values are combined</source>
        <translation>값을 짝짓는 방법</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>뽑는 수</translation>
    </message>
    <message>
        <source>So many sets of values are drawn.</source>
        <translation>값의 조합을 이만큼 뽑습니다.</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>시드 수</translation>
    </message>
    <message>
        <source>Each set is trained with so many first weights, on the same data.</source>
        <translation>조합마다 같은 데이터에서 첫 가중치를 이만큼 바꿔 가며 학습합니다.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>How long each is trained.</source>
        <translation>각각 얼마나 오래 학습하는지 정합니다.</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>프로세스</translation>
    </message>
    <message>
        <source>So many are trained at a time, beside the window and at low priority.</source>
        <translation>창과 따로, 낮은 우선순위로 한 번에 이만큼 학습합니다.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>값</translation>
    </message>
</context>
<context>
    <name>SweepModel</name>
    <message>
        <source>Train loss</source>
        <translation>훈련 손실</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>테스트 손실</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>테스트 정확도</translation>
    </message>
</context>
<context>
    <name>SweepPlot</name>
    <message>
        <source>Plot of the sweep</source>
        <translation>스윕 그래프</translation>
    </message>
</context>
<context>
    <name>SweepTable</name>
    <message>
        <source>Results of the sweep</source>
        <translation>스윕 결과</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Gradient flow</source>
        <translation>그레이디언트 흐름</translation>
    </message>
    <message>
        <source>How strong signals and gradients are in each layer: do they vanish or explode?</source>
        <translation>각 층에서 신호와 그레이디언트가 얼마나 센지 보여 줍니다. 사라지거나 폭발하나요?</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>유닛 살펴보기</translation>
    </message>
    <message>
        <source>The selected unit&apos;s formula and gradient with their real numbers; nudge its weights.</source>
        <translation>고른 유닛의 수식과 그레이디언트를 실제 숫자로 보여 주며, 가중치를 살짝 밀어 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Microscope</source>
        <translation>현미경</translation>
    </message>
    <message>
        <source>Forward and backward, gate by gate: of a typed expression, a unit, or the whole network.</source>
        <translation>직접 쓴 식, 유닛, 신경망 전체의 순전파와 역전파를 게이트 하나씩 봅니다.</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>코드</translation>
    </message>
    <message>
        <source>The network as code: forward, backward and update, line by line, and it runs.</source>
        <translation>신경망을 코드로 봅니다: 순전파, 역전파, 업데이트를 한 줄씩. 그대로 실행됩니다.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>학습 과정</translation>
    </message>
    <message>
        <source>Loss, accuracy, gradient norm and learning rate over the whole run, with zoom.</source>
        <translation>전체 학습 과정의 손실, 정확도, 그레이디언트 노름, 학습률을 확대하며 봅니다.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Variants of the experiment beside each other, trained in turn on one clock.</source>
        <translation>실험의 변형들을 나란히 두고 같은 에폭에 맞추어 번갈아 학습합니다.</translation>
    </message>
    <message>
        <source>Layer space</source>
        <translation>표현 공간</translation>
    </message>
    <message>
        <source>How a layer has bent the plane: two of its units as axes, the points in that space.</source>
        <translation>층이 평면을 어떻게 구부렸는지: 두 유닛을 축으로 한 공간의 점들입니다.</translation>
    </message>
    <message>
        <source>Contributions</source>
        <translation>기여도</translation>
    </message>
    <message>
        <source>What each unit adds to the output: the score as a running sum, unit by unit.</source>
        <translation>유닛마다 출력에 더하는 값: 점수를 유닛 하나씩 더해 가며 봅니다.</translation>
    </message>
    <message>
        <source>Loss surface</source>
        <translation>손실 곡면</translation>
    </message>
    <message>
        <source>The loss around the present weights along two directions, with the path taken so far.</source>
        <translation>현재 가중치 둘레의 두 방향 손실과 지금까지의 경로입니다.</translation>
    </message>
</context>
<context>
    <name>TileBoard</name>
    <message>
        <source>Compared runs</source>
        <translation>비교하는 실행들</translation>
    </message>
    <message>
        <source>Open as the experiment</source>
        <translation>실험으로 열기</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>치우기</translation>
    </message>
    <message>
        <source>lowest test loss</source>
        <translation>테스트 손실 최저</translation>
    </message>
    <message>
        <source>best</source>
        <translation>최저</translation>
    </message>
    <message>
        <source>Click to open it as the experiment; the right button&apos;s menu removes it.</source>
        <translation>클릭하면 실험으로 엽니다. 오른쪽 버튼 메뉴로 치울 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>타임라인</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>에폭 {epoch}</translation>
    </message>
    <message>
        <source>Recorded epochs</source>
        <translation>기록된 에폭</translation>
    </message>
    <message>
        <source>Drag to go back to any recorded epoch: weights, optimizer and boundary as they were then.</source>
        <translation>끌어서 기록된 아무 에폭으로나 돌아갑니다. 가중치, 옵티마이저, 경계가 그때 그대로입니다.</translation>
    </message>
    <message>
        <source>All branches and what began each: an edit, other data, a new seed, Reset, an earlier epoch. Choose one to go back to it exactly as it was.</source>
        <translation>모든 분기와 각 분기가 시작된 까닭(편집, 다른 데이터, 새 시드, 처음부터, 이전 에폭)입니다. 고르면 그때 상태 그대로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Train on from this epoch as a new branch. What was recorded after it stays in this one.</source>
        <translation>이 에폭에서 새 분기로 이어서 훈련합니다. 그 뒤에 기록된 것은 이 분기에 남습니다.</translation>
    </message>
    <message>
        <source>{count} branches</source>
        <translation>분기 {count}개</translation>
    </message>
    <message>
        <source>{count} recorded</source>
        <translation>{count}개 기록됨</translation>
    </message>
    <message>
        <source>{number}  {name}: epoch {first} to {last}</source>
        <translation>{number}  {name}: 에폭 {first}~{last}</translation>
    </message>
    <message>
        <source>{used} of {most} MB; when it is full, the oldest states between the ends go first</source>
        <translation>{most} MB 중 {used} MB. 가득 차면 끝이 아닌 상태 가운데 오래된 것부터 지웁니다</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>첫 학습</translation>
    </message>
    <message>
        <source>Branch from here</source>
        <translation>여기서 분기</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>More controls</source>
        <translation>더 많은 컨트롤</translation>
    </message>
    <message>
        <source>How far to step</source>
        <translation>한 번에 진행할 단위</translation>
    </message>
    <message>
        <source>How often every training point has been seen.</source>
        <translation>모든 훈련 샘플을 몇 번 보았는지입니다.</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>How many times the weights have been updated: one step for each minibatch.</source>
        <translation>가중치를 몇 번 업데이트했는지입니다. 미니배치마다 한 스텝입니다.</translation>
    </message>
    <message>
        <source>Speed: {count} steps/s</source>
        <translation>속도: 초당 {count} 스텝</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>속도</translation>
    </message>
    <message>
        <source>How many steps a second: from one, slow enough to talk over, to as fast as the machine goes. The window stays fluid at any speed.</source>
        <translation>초당 스텝 수입니다. 말하면서 보여 줄 수 있는 한 스텝부터 컴퓨터가 낼 수 있는 최고 속도까지입니다. 어떤 속도에서도 창은 부드럽습니다.</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>메뉴</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>재생</translation>
    </message>
    <message>
        <source>Speed: maximum</source>
        <translation>속도: 최대</translation>
    </message>
    <message>
        <source>Speed: 1 step/s</source>
        <translation>속도: 초당 1 스텝</translation>
    </message>
</context>
<context>
    <name>TrainingFields</name>
    <message>
        <source>What training makes small.</source>
        <translation>훈련이 줄이려는 값입니다.</translation>
    </message>
    <message>
        <source>A penalty on large weights, added to the loss.</source>
        <translation>큰 가중치에 벌점을 주어 손실에 더합니다(L1, L2). 규제(regularization)입니다.</translation>
    </message>
    <message>
        <source>Parameters of the optimizer</source>
        <translation>옵티마이저의 파라미터</translation>
    </message>
    <message>
        <source>The optimizer&apos;s own parameters: how long it remembers, how it scales its steps.</source>
        <translation>옵티마이저 자신의 파라미터: 얼마나 오래 기억하고 스텝을 어떻게 조절하는지.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>How far each step goes against the gradient. Too small crawls, too large jumps over the valley or diverges. Takes effect at once.</source>
        <translation>각 스텝이 그레이디언트 반대 방향으로 얼마나 가는지입니다. 너무 작으면 기어가고, 너무 크면 골짜기를 뛰어넘거나 발산합니다. 바로 적용됩니다.</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Regularization</source>
        <translation>규제</translation>
    </message>
    <message>
        <source>How strong the penalty is. Watch weights shrink and the boundary calm down.</source>
        <translation>규제 항의 세기입니다. 가중치가 줄고 경계가 차분해지는 것을 보세요.</translation>
    </message>
    <message>
        <source>Strength of the penalty</source>
        <translation>규제 항의 세기</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>How many training points each step looks at. Small batches make noisy, frequent steps; one as large as the training set follows the true gradient.</source>
        <translation>한 스텝에 보는 훈련 샘플의 수입니다. 작은 배치는 노이즈가 많은 잦은 스텝을, 훈련 세트만 한 배치는 참된 그레이디언트를 따릅니다.</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Learning rate {value}</source>
        <translation>학습률 {value}</translation>
    </message>
    <message>
        <source>Batch size {value}</source>
        <translation>배치 크기 {value}</translation>
    </message>
    <message>
        <source>Optimizer {name}</source>
        <translation>옵티마이저 {name}</translation>
    </message>
    <message>
        <source>{parameter} {value}</source>
        <translation>{parameter} {value}</translation>
    </message>
    <message>
        <source>Loss {name}</source>
        <translation>손실 {name}</translation>
    </message>
    <message>
        <source>Regularization {name}</source>
        <translation>규제 {name}</translation>
    </message>
    <message>
        <source>λ {value}</source>
        <translation>λ {value}</translation>
    </message>
    <message>
        <source>How a gradient becomes a step.</source>
        <translation>그레이디언트를 스텝으로 바꾸는 방법입니다.</translation>
    </message>
    <message>
        <source>How the learning rate changes over the epochs.</source>
        <translation>에폭이 지나면서 학습률이 어떻게 변하는지 정합니다.</translation>
    </message>
    <message>
        <source>Order and limits</source>
        <translation>순서와 제한</translation>
    </message>
    <message>
        <source>In which order the points come, and how far a step may go: shuffling, gradient clipping, max-norm.</source>
        <translation>샘플을 어떤 순서로 쓰고 한 스텝이 얼마나 나아갈 수 있는지 정합니다: 섞기, 그레이디언트 클리핑, 최대 노름(max-norm) 제한.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>When training ends by itself: after epochs, or when it is good enough.</source>
        <translation>훈련이 스스로 멈추는 때를 정합니다: 에폭 수에 이르거나 충분히 좋아졌을 때.</translation>
    </message>
</context>
<context>
    <name>UnitLines</name>
    <message>
        <source>∂L/∂{unit}   ● +   ○ −   max {largest}</source>
        <translation>∂L/∂{unit}   ● +   ○ −   최대 {largest}</translation>
    </message>
    <message>
        <source>score</source>
        <translation>점수</translation>
    </message>
</context>
<context>
    <name>ValueEditor</name>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Type a number. Enter sets it, Escape leaves it as it was, Up and Down change it by a tenth.</source>
        <translation>숫자를 입력하세요. Enter로 정하고, Esc로 그대로 두며, 위아래 키로 10분의 1씩 바꿉니다.</translation>
    </message>
    <message>
        <source>“{text}” is no number; it stays {value}.</source>
        <translation>숫자가 아닌 값입니다: “{text}”. 그대로 {value}.</translation>
    </message>
</context>
<context>
    <name>WeightTable</name>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>× value</source>
        <translation>× 값</translation>
    </message>
    <message>
        <source>= product</source>
        <translation>= 곱</translation>
    </message>
    <message>
        <source>history</source>
        <translation>이력</translation>
    </message>
    <message>
        <source>Where the number comes from: a feature, or a unit of the layer before.</source>
        <translation>숫자가 온 곳: 특성이거나 앞 층의 유닛입니다.</translation>
    </message>
    <message>
        <source>Drag sideways to change the weight (Shift: finer), or click to type it. Undo works.</source>
        <translation>옆으로 끌면 가중치가 바뀌고(Shift: 더 세밀하게), 클릭하면 입력할 수 있습니다. 실행 취소할 수 있습니다.</translation>
    </message>
    <message>
        <source>What comes in along this weight: at the probe point, or on average.</source>
        <translation>이 가중치로 들어오는 값: 관찰점에서의 값이거나 평균입니다.</translation>
    </message>
    <message>
        <source>Weight times input: what this input adds to z.</source>
        <translation>가중치 곱하기 입력: 이 입력이 z에 더하는 값입니다.</translation>
    </message>
    <message>
        <source>How fast the loss rises as this weight rises: a training step goes the other way.</source>
        <translation>이 가중치가 커질 때 손실이 얼마나 빨리 커지는지입니다. 학습 스텝은 반대로 갑니다.</translation>
    </message>
    <message>
        <source>The weight over the recorded epochs, up to now.</source>
        <translation>지금까지 기록된 에폭에 따른 가중치입니다.</translation>
    </message>
</context>
<context>
    <name>WindowMenu</name>
    <message>
        <source>Like the system</source>
        <translation>시스템과 같게</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>예제</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>최근 항목 열기</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>형식을 골라 복사</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Height of the lower panel</source>
        <translation>아래 패널의 높이</translation>
    </message>
    <message>
        <source>Drag it, or use the arrow keys, to make the panel taller; double-click sets it back.</source>
        <translation>끌거나 화살표 키로 패널 높이를 바꿉니다. 두 번 클릭하면 처음 높이로 돌아갑니다.</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>Play or pause</source>
        <translation>재생 또는 일시 정지</translation>
    </message>
    <message>
        <source>Train on, or hold still. Everything can be changed while it trains.</source>
        <translation>훈련을 계속하거나 멈춥니다. 훈련하는 동안 무엇이든 바꿀 수 있습니다.</translation>
    </message>
    <message>
        <source>One minibatch</source>
        <translation>미니배치 하나</translation>
    </message>
    <message>
        <source>One update of the weights from the next minibatch, then pause.</source>
        <translation>다음 미니배치로 가중치를 한 번 업데이트하고 멈춥니다.</translation>
    </message>
    <message>
        <source>One epoch</source>
        <translation>에폭 하나</translation>
    </message>
    <message>
        <source>Train until every training point has been seen once more, then pause.</source>
        <translation>모든 훈련 샘플을 한 번 더 볼 때까지 훈련하고 멈춥니다.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Back to the recorded moment before this one.</source>
        <translation>이 앞에 기록된 순간으로 돌아갑니다.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>처음부터</translation>
    </message>
    <message>
        <source>Begin again: the same first weights, the same order of points, the same run.</source>
        <translation>다시 시작합니다. 첫 가중치도, 점의 순서도, 학습 과정도 같습니다.</translation>
    </message>
    <message>
        <source>New seed</source>
        <translation>새 시드</translation>
    </message>
    <message>
        <source>Begin again with other first weights on the same data.</source>
        <translation>같은 데이터에서 다른 첫 가중치로 다시 시작합니다.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Take the last change back. Weights that survive it stay trained.</source>
        <translation>마지막 변경을 되돌립니다. 살아남는 가중치는 학습된 그대로입니다.</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Make the change again that was taken back.</source>
        <translation>되돌린 변경을 다시 합니다.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>새로 만들기</translation>
    </message>
    <message>
        <source>Start with the default experiment.</source>
        <translation>기본 실험으로 시작합니다.</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>열기 …</translation>
    </message>
    <message>
        <source>Open an experiment, or a table of points (CSV, TSV).</source>
        <translation>실험이나 점의 표(CSV, TSV)를 엽니다.</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>내보내기 …</translation>
    </message>
    <message>
        <source>The network as code, formulas, weights or points, to copy or to write into a file.</source>
        <translation>신경망을 코드, 수식, 가중치, 점으로 복사하거나 파일로 저장합니다.</translation>
    </message>
    <message>
        <source>Open link …</source>
        <translation>링크 열기 …</translation>
    </message>
    <message>
        <source>Open a TensorFlow Playground link: the same points, weights and losses.</source>
        <translation>TensorFlow Playground 링크를 엽니다. 점, 가중치, 손실이 같습니다.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Write the experiment with its weights into its file.</source>
        <translation>실험을 가중치와 함께 파일에 씁니다.</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>다른 이름으로 저장 …</translation>
    </message>
    <message>
        <source>Write the experiment with its weights into another file.</source>
        <translation>실험을 가중치와 함께 다른 파일에 씁니다.</translation>
    </message>
    <message>
        <source>Bring back the work before</source>
        <translation>이전 작업 되돌리기</translation>
    </message>
    <message>
        <source>Show the unsaved work again that opening or New has replaced.</source>
        <translation>열기나 새로 만들기로 바뀐, 저장하지 않은 작업을 다시 보여 줍니다.</translation>
    </message>
    <message>
        <source>Copy as link</source>
        <translation>링크로 복사</translation>
    </message>
    <message>
        <source>Copy a TensorFlow Playground link of this experiment; it says what is lost.</source>
        <translation>이 실험의 TensorFlow Playground 링크를 복사하고, 무엇을 잃는지 알려 줍니다.</translation>
    </message>
    <message>
        <source>Paste link or points</source>
        <translation>링크나 점 붙여 넣기</translation>
    </message>
    <message>
        <source>Open the link or the table of points that the clipboard holds.</source>
        <translation>클립보드의 링크나 점의 표를 엽니다.</translation>
    </message>
    <message>
        <source>Lesson: speaker&apos;s view</source>
        <translation>실습: 발표자 화면</translation>
    </message>
    <message>
        <source>A window for the second screen: the step&apos;s note, what comes next, clock and count.</source>
        <translation>둘째 화면을 위한 창: 단계의 메모, 다음 단계, 시계와 단계 수.</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>발표 화면</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>전체 화면 끝내기</translation>
    </message>
    <message>
        <source>Projector text</source>
        <translation>프로젝터용 글자</translation>
    </message>
    <message>
        <source>Lower panel</source>
        <translation>아래 패널</translation>
    </message>
    <message>
        <source>Open or close the panel under the timeline.</source>
        <translation>타임라인 아래의 패널을 열거나 닫습니다.</translation>
    </message>
    <message>
        <source>Microscope</source>
        <translation>현미경</translation>
    </message>
    <message>
        <source>The selected unit, or else the loss, forward and backward gate by gate.</source>
        <translation>선택한 유닛이나 손실의 순전파와 역전파를 게이트 하나씩 봅니다.</translation>
    </message>
    <message>
        <source>Lower panel taller</source>
        <translation>아래 패널 높이기</translation>
    </message>
    <message>
        <source>Lower panel lower</source>
        <translation>아래 패널 낮추기</translation>
    </message>
    <message>
        <source>Give the network and its output more height.</source>
        <translation>신경망과 출력에 더 많은 높이를 줍니다.</translation>
    </message>
    <message>
        <source>Show all controls</source>
        <translation>모든 컨트롤 표시</translation>
    </message>
    <message>
        <source>Show the controls that the opened link has hidden.</source>
        <translation>연 링크가 숨긴 컨트롤을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Find a command …</source>
        <translation>명령 찾기 …</translation>
    </message>
    <message>
        <source>Type a few letters of what you want: any action, dataset, tab, example.</source>
        <translation>원하는 것의 글자 몇 개를 입력하세요: 동작, 데이터셋, 탭, 예제 모두 찾습니다.</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>모든 키</translation>
    </message>
    <message>
        <source>Every key on one sheet.</source>
        <translation>모든 키를 한눈에 봅니다.</translation>
    </message>
    <message>
        <source>About</source>
        <translation>정보</translation>
    </message>
    <message>
        <source>The version, and which engine runs the training steps.</source>
        <translation>버전과, 학습 스텝을 실행하는 엔진을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Close the program.</source>
        <translation>프로그램을 닫습니다.</translation>
    </message>
    <message>
        <source>Back from a panel over the whole middle, then from full screen.</source>
        <translation>펼친 패널을 제자리로 돌리고, 그다음 전체 화면에서 나옵니다.</translation>
    </message>
    <message>
        <source>Give the open lower panel more height.</source>
        <translation>열린 아래 패널을 더 높게 합니다.</translation>
    </message>
    <message>
        <source>Sweep …</source>
        <translation>스윕 …</translation>
    </message>
    <message>
        <source>Train this experiment many times over some of its fields, beside the window.</source>
        <translation>창 옆에서 몇몇 항목의 값을 바꿔 가며 이 실험을 여러 번 학습합니다.</translation>
    </message>
    <message>
        <source>Lower panel over the whole middle</source>
        <translation>아래 패널을 가운데 전체로 펼치기</translation>
    </message>
    <message>
        <source>Give the shown tab the whole middle of the window, or send it back.</source>
        <translation>보이는 탭을 창의 가운데 전체로 펼치거나 제자리로 돌립니다.</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>다음 탭</translation>
    </message>
    <message>
        <source>Open the next tab of the lower panel.</source>
        <translation>아래 패널의 다음 탭을 엽니다.</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>이전 탭</translation>
    </message>
    <message>
        <source>Open the tab before this one.</source>
        <translation>이 탭의 앞 탭을 엽니다.</translation>
    </message>
    <message>
        <source>Save the network&apos;s picture …</source>
        <translation>신경망 그림 저장 …</translation>
    </message>
    <message>
        <source>The network as it is seen, as PNG, SVG or PDF; PNG and SVG bring the experiment back.</source>
        <translation>보이는 신경망을 PNG, SVG, PDF로 저장합니다. PNG와 SVG를 열면 실험이 돌아옵니다.</translation>
    </message>
    <message>
        <source>Full screen for the picture: boundary, network and time; Esc comes back.</source>
        <translation>그림만 전체 화면으로 봅니다: 결정 경계, 신경망, 시간. Esc 키로 돌아옵니다.</translation>
    </message>
    <message>
        <source>Larger text and pictures, to be read from the last row; without room controls go.</source>
        <translation>맨 뒷줄에서도 읽을 수 있게 글자와 그림을 키웁니다. 자리가 모자라면 컨트롤을 숨깁니다.</translation>
    </message>
    <message>
        <source>Lessons …</source>
        <translation>실습 …</translation>
    </message>
    <message>
        <source>Every idea of the lecture as a lesson: a question, a run, an answer.</source>
        <translation>강의의 모든 주제를 실습으로: 질문, 실행, 답.</translation>
    </message>
    <message>
        <source>Write a lesson …</source>
        <translation>실습 만들기 …</translation>
    </message>
    <message>
        <source>Make a lesson of your own from what the window shows, step by step.</source>
        <translation>창에 보이는 것으로 나만의 실습을 한 단계씩 만듭니다.</translation>
    </message>
    <message>
        <source>Lesson: run the step</source>
        <translation>실습: 단계 실행</translation>
    </message>
    <message>
        <source>Do what the button of the lesson&apos;s step says: run, go on, answer.</source>
        <translation>실습 단계의 버튼이 말하는 대로 합니다: 실행, 다음, 정답.</translation>
    </message>
    <message>
        <source>Lesson: speaker&apos;s notes</source>
        <translation>실습: 발표자 메모</translation>
    </message>
    <message>
        <source>Show the note of each step below its text, or put it away.</source>
        <translation>단계마다 본문 아래에 메모를 보이거나 숨깁니다.</translation>
    </message>
    <message>
        <source>End the lesson</source>
        <translation>실습 끝내기</translation>
    </message>
    <message>
        <source>Your own work comes back as you left it.</source>
        <translation>하던 작업이 그대로 돌아옵니다.</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>다음 단계</translation>
    </message>
    <message>
        <source>One step on in the lesson, else in the Microscope; every clicker has this key.</source>
        <translation>실습에서, 실습이 없으면 현미경에서 한 단계 나아갑니다. 모든 발표용 리모컨에 있는 키입니다.</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>이전 단계</translation>
    </message>
    <message>
        <source>One step back in the lesson, else in the Microscope; every clicker has this key.</source>
        <translation>실습에서, 실습이 없으면 현미경에서 한 단계 돌아갑니다. 모든 발표용 리모컨에 있는 키입니다.</translation>
    </message>
    <message>
        <source>Record …</source>
        <translation>녹화 …</translation>
    </message>
    <message>
        <source>Record the window or one panel as GIF, MP4 or PNG; once more stops and saves it.</source>
        <translation>창이나 패널 하나를 GIF, MP4, PNG로 녹화합니다. 한 번 더 누르면 멈추고 저장합니다.</translation>
    </message>
    <message>
        <source>Record the window</source>
        <translation>창 녹화</translation>
    </message>
    <message>
        <source>Record all that the window shows, until Ctrl+R stops it.</source>
        <translation>Ctrl+R로 멈출 때까지 창에 보이는 것을 모두 녹화합니다.</translation>
    </message>
    <message>
        <source>Record this panel</source>
        <translation>이 패널 녹화</translation>
    </message>
    <message>
        <source>Record the panel that has the focus, until Ctrl+R stops it.</source>
        <translation>Ctrl+R로 멈출 때까지 포커스가 있는 패널을 녹화합니다.</translation>
    </message>
</context>
<context>
    <name>comparing</name>
    <message>
        <source>Compare over</source>
        <translation>비교할 값</translation>
    </message>
    <message>
        <source>Compare over {name}: {values}</source>
        <translation>비교: {name} {values}</translation>
    </message>
    <message>
        <source>Keep this run beside</source>
        <translation>이 실행을 옆에 두기</translation>
    </message>
</context>
<context>
    <name>fields</name>
    <message>
        <source>Dataset</source>
        <translation>데이터셋</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>클래스 수</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플 수</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>Share for training</source>
        <translation>훈련 세트 비율</translation>
    </message>
    <message>
        <source>Seed of the data</source>
        <translation>데이터 시드</translation>
    </message>
    <message>
        <source>Label noise</source>
        <translation>라벨 노이즈</translation>
    </message>
    <message>
        <source>Imbalance</source>
        <translation>불균형</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>나누는 방법</translation>
    </message>
    <message>
        <source>Initializer</source>
        <translation>초기화 방법</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>유닛 수</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>활성화 함수</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>조각 수</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>배치 크기</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>섞기</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>옵티마이저</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>학습률 스케줄</translation>
    </message>
    <message>
        <source>Regularization</source>
        <translation>규제</translation>
    </message>
    <message>
        <source>Share of L1</source>
        <translation>L1 비율</translation>
    </message>
    <message>
        <source>Largest gradient norm</source>
        <translation>그레이디언트 클리핑</translation>
    </message>
    <message>
        <source>Largest weight norm</source>
        <translation>최대 노름</translation>
    </message>
    <message>
        <source>Stop: epochs</source>
        <translation>멈춤: 에폭</translation>
    </message>
    <message>
        <source>Stop: loss below</source>
        <translation>멈춤: 손실</translation>
    </message>
    <message>
        <source>Stop: accuracy above</source>
        <translation>멈춤: 정확도</translation>
    </message>
    <message>
        <source>Stop: patience</source>
        <translation>조기 종료</translation>
    </message>
    <message>
        <source>Layer {number}: {name}</source>
        <translation>층 {number}: {name}</translation>
    </message>
    <message>
        <source>Output: {name}</source>
        <translation>출력층: {name}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>on</source>
        <translation>켬</translation>
    </message>
    <message>
        <source>off</source>
        <translation>끔</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>A feature from a formula you typed.</source>
        <translation>직접 입력한 수식의 특성입니다.</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>선형</translation>
    </message>
    <message>
        <source>Passes its input on: a stack of linear layers is still one linear layer.</source>
        <translation>입력을 그대로 전합니다. 선형 층은 쌓아도 하나의 선형 층입니다.</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>max(0, z): cheap and fast to train; a unit that is 0 on all data is dead.</source>
        <translation>max(0, z): 계산이 간단하고 학습이 빠릅니다. 모든 데이터에서 0이면 죽은 유닛입니다.</translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation>Leaky ReLU</translation>
    </message>
    <message>
        <source>max(0.1 z, z): a small slope below 0 keeps every unit alive.</source>
        <translation>max(0.1 z, z): 0 아래의 작은 기울기가 모든 유닛을 살려 둡니다.</translation>
    </message>
    <message>
        <source>ELU</source>
        <translation>ELU</translation>
    </message>
    <message>
        <source>Like ReLU above 0; below it bends smoothly towards -1.</source>
        <translation>0 위는 ReLU와 같고, 아래는 -1로 부드럽게 굽습니다.</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>Tanh</translation>
    </message>
    <message>
        <source>Squashes to -1 ... 1; its gradient vanishes where it saturates.</source>
        <translation>출력을 -1~1 범위로 압축합니다. 포화되면 그레이디언트가 사라집니다.</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>시그모이드</translation>
    </message>
    <message>
        <source>Squashes to 0 ... 1; its slope is at most 1/4, so deep stacks lose their gradient.</source>
        <translation>출력을 0~1 범위로 압축합니다. 기울기가 1/4 이하라 깊이 쌓으면 그레이디언트를 잃습니다.</translation>
    </message>
    <message>
        <source>Maxout</source>
        <translation>맥스아웃</translation>
    </message>
    <message>
        <source>The largest of several linear pieces: the unit learns its own bent line.</source>
        <translation>여러 선형 조각 중 가장 큰 값입니다. 유닛이 스스로 꺾인 선을 배웁니다.</translation>
    </message>
    <message>
        <source>Softplus</source>
        <translation>소프트플러스</translation>
    </message>
    <message>
        <source>log(1 + exp(z)): a smooth ReLU whose slope is the sigmoid.</source>
        <translation>log(1 + exp(z)): 기울기가 시그모이드인 부드러운 ReLU입니다.</translation>
    </message>
    <message>
        <source>GELU</source>
        <translation>GELU</translation>
    </message>
    <message>
        <source>z times the share of a bell curve below z: smooth, with a small dip left of 0.</source>
        <translation>z에 표준정규분포의 누적확률 Φ(z)를 곱합니다. 매끄럽고 0 왼쪽이 살짝 꺼집니다.</translation>
    </message>
    <message>
        <source>SiLU</source>
        <translation>SiLU</translation>
    </message>
    <message>
        <source>z times its sigmoid: smooth, with a small dip left of 0.</source>
        <translation>z에 그 시그모이드를 곱합니다. 부드럽고 0 왼쪽이 살짝 꺼집니다.</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Each step goes against the minibatch&apos;s gradient, times the learning rate.</source>
        <translation>각 스텝이 미니배치 그레이디언트의 반대로 학습률만큼 갑니다.</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>모멘텀</translation>
    </message>
    <message>
        <source>Steps gather speed along directions that stay the same.</source>
        <translation>같은 방향이 이어지면 스텝이 속도를 얻습니다.</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>네스테로프</translation>
    </message>
    <message>
        <source>Momentum that looks ahead before it corrects itself.</source>
        <translation>고치기 전에 앞을 내다보는 모멘텀입니다.</translation>
    </message>
    <message>
        <source>AdaGrad</source>
        <translation>AdaGrad</translation>
    </message>
    <message>
        <source>RMSProp</source>
        <translation>RMSProp</translation>
    </message>
    <message>
        <source>Divides each step by the recent size of that parameter&apos;s gradient.</source>
        <translation>각 스텝을 그 파라미터의 최근 그레이디언트 크기로 나눕니다.</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>Momentum and RMSProp together, corrected for their start at 0.</source>
        <translation>모멘텀과 RMSProp을 합치고, 0에서 시작해 생기는 치우침을 보정합니다.</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>Adam with weights that decay by themselves, apart from the gradient.</source>
        <translation>가중치가 그레이디언트와 따로 스스로 줄어드는 Adam입니다.</translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation>교차 엔트로피</translation>
    </message>
    <message>
        <source>-log of the probability given to the true class: confident mistakes cost most.</source>
        <translation>정답 클래스에 준 확률의 -log입니다. 확신하고 틀릴수록 손실이 큽니다.</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>제곱 오차</translation>
    </message>
    <message>
        <source>Half the squared distance from the target: outliers weigh heavily.</source>
        <translation>목표까지 거리의 제곱의 절반입니다. 이상치가 크게 작용합니다.</translation>
    </message>
    <message>
        <source>Hinge</source>
        <translation>힌지</translation>
    </message>
    <message>
        <source>The SVM loss: 0 once a point is right by a margin of 1.</source>
        <translation>SVM의 손실입니다. 마진 1 이상으로 맞힌 점은 손실이 0입니다.</translation>
    </message>
    <message>
        <source>Huber</source>
        <translation>후버</translation>
    </message>
    <message>
        <source>Squared near the target, straight beyond 1: outliers pull less.</source>
        <translation>목표 근처는 제곱, 1을 넘으면 직선이라 이상치가 덜 당깁니다.</translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation>절대 오차</translation>
    </message>
    <message>
        <source>The distance from the target: every mistake pulls with the same strength.</source>
        <translation>목표까지의 거리입니다. 모든 실수가 같은 세기로 당깁니다.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Only the data decides about the weights.</source>
        <translation>데이터만 가중치를 정합니다.</translation>
    </message>
    <message>
        <source>L1</source>
        <translation>L1</translation>
    </message>
    <message>
        <source>Adds the sum of |w|: many weights become exactly 0.</source>
        <translation>|w|의 합을 더합니다. 많은 가중치가 정확히 0이 됩니다.</translation>
    </message>
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>Adds half the sum of squared weights: large weights shrink, the boundary calms.</source>
        <translation>가중치 제곱합의 절반을 더합니다. 큰 가중치가 줄고 경계가 차분해집니다.</translation>
    </message>
    <message>
        <source>Elastic net</source>
        <translation>엘라스틱 넷</translation>
    </message>
    <message>
        <source>A mix of L1 and L2.</source>
        <translation>L1과 L2를 섞은 것입니다.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>일정</translation>
    </message>
    <message>
        <source>The learning rate stays as it is.</source>
        <translation>학습률이 그대로입니다.</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>계단식</translation>
    </message>
    <message>
        <source>The learning rate is multiplied by a factor every few epochs.</source>
        <translation>몇 에폭마다 학습률에 배수를 곱합니다.</translation>
    </message>
    <message>
        <source>Exponential</source>
        <translation>지수 감소</translation>
    </message>
    <message>
        <source>The learning rate is multiplied by the decay after every epoch.</source>
        <translation>에폭마다 학습률에 감쇠율을 곱합니다.</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>코사인</translation>
    </message>
    <message>
        <source>The learning rate falls along half a cosine.</source>
        <translation>학습률이 코사인 반주기를 따라 내려갑니다.</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>모두 0</translation>
    </message>
    <message>
        <source>Small normal</source>
        <translation>작은 정규분포</translation>
    </message>
    <message>
        <source>0.01 times a normal number: fine for few layers, signals die out in many.</source>
        <translation>0.01 곱하기 정규 난수: 층이 적으면 괜찮지만 많으면 신호가 사라집니다.</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>균등분포</translation>
    </message>
    <message>
        <source>Evenly between -0.5 and 0.5, whatever the number of inputs.</source>
        <translation>입력 수와 상관없이 -0.5와 0.5 사이에서 고르게 뽑습니다.</translation>
    </message>
    <message>
        <source>Xavier uniform</source>
        <translation>Xavier 균등분포</translation>
    </message>
    <message>
        <source>Scaled by inputs and outputs so that tanh layers keep their signal.</source>
        <translation>tanh 층이 신호를 지키도록 입력과 출력 수로 조절합니다.</translation>
    </message>
    <message>
        <source>Xavier normal</source>
        <translation>Xavier 정규분포</translation>
    </message>
    <message>
        <source>Like Xavier uniform, with normal numbers.</source>
        <translation>Xavier 균등과 같지만 정규 난수입니다.</translation>
    </message>
    <message>
        <source>He uniform</source>
        <translation>He 균등분포</translation>
    </message>
    <message>
        <source>Scaled by the inputs so that ReLU layers keep their signal.</source>
        <translation>ReLU 층이 신호를 지키도록 입력 수로 조절합니다.</translation>
    </message>
    <message>
        <source>He normal</source>
        <translation>He 정규분포</translation>
    </message>
    <message>
        <source>Like He uniform, with normal numbers.</source>
        <translation>He 균등과 같지만 정규 난수입니다.</translation>
    </message>
    <message>
        <source>Orthogonal</source>
        <translation>직교</translation>
    </message>
    <message>
        <source>Weight directions stand at right angles: lengths survive many layers.</source>
        <translation>가중치 방향이 서로 직각이라 여러 층을 지나도 길이가 남습니다.</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>원</translation>
    </message>
    <message>
        <source>A disk inside a ring: no straight line parts them.</source>
        <translation>고리 안의 원판: 직선으로는 나눌 수 없습니다.</translation>
    </message>
    <message>
        <source>XOR</source>
        <translation>XOR</translation>
    </message>
    <message>
        <source>Opposite quarters share a class: the classic case for a hidden layer.</source>
        <translation>마주 보는 사분면이 같은 클래스: 은닉층이 필요한 대표적인 예입니다.</translation>
    </message>
    <message>
        <source>Gauss</source>
        <translation>가우시안</translation>
    </message>
    <message>
        <source>NumPy</source>
        <translation>NumPy</translation>
    </message>
    <message>
        <source>A script: forward, backward and update line by line; it trains on as the playground would.</source>
        <translation>순전파, 역전파, 업데이트를 한 줄씩 적은 스크립트입니다. 여기서와 똑같이 학습을 이어 갑니다.</translation>
    </message>
    <message>
        <source>PyTorch</source>
        <translation>PyTorch</translation>
    </message>
    <message>
        <source>A script that trains on as the playground would, with PyTorch&apos;s own gradients.</source>
        <translation>PyTorch의 그레이디언트로, 여기서와 똑같이 학습을 이어 가는 스크립트입니다.</translation>
    </message>
    <message>
        <source>Jupyter notebook</source>
        <translation>Jupyter 노트북</translation>
    </message>
    <message>
        <source>The PyTorch script as a notebook; its last cell trains on.</source>
        <translation>PyTorch 스크립트를 노트북으로 만든 것입니다. 마지막 셀이 학습을 이어 갑니다.</translation>
    </message>
    <message>
        <source>Keras</source>
        <translation>Keras</translation>
    </message>
    <message>
        <source>A script that predicts as this network does.</source>
        <translation>이 신경망과 똑같이 예측하는 스크립트입니다.</translation>
    </message>
    <message>
        <source>scikit-learn</source>
        <translation>scikit-learn</translation>
    </message>
    <message>
        <source>A script that predicts as this network does, for what scikit-learn can say.</source>
        <translation>scikit-learn으로 나타낼 수 있는 신경망을 똑같이 예측하는 스크립트입니다.</translation>
    </message>
    <message>
        <source>LaTeX formulas</source>
        <translation>LaTeX 수식</translation>
    </message>
    <message>
        <source>The formulas forward, backward and update, with the weights rounded to four digits.</source>
        <translation>순전파, 역전파, 업데이트의 수식입니다. 가중치는 네 자리로 반올림합니다.</translation>
    </message>
    <message>
        <source>TikZ picture</source>
        <translation>TikZ 그림</translation>
    </message>
    <message>
        <source>The network as a picture for LaTeX: edges as strong as their weights.</source>
        <translation>LaTeX용 신경망 그림입니다. 연결선의 굵기가 가중치를 나타냅니다.</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>실험</translation>
    </message>
    <message>
        <source>The playground&apos;s own file.</source>
        <translation>이 프로그램의 파일입니다.</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>점</translation>
    </message>
    <message>
        <source>All points with their labels, and which of them train.</source>
        <translation>모든 점과 라벨, 그리고 훈련에 쓰이는지 여부입니다.</translation>
    </message>
    <message>
        <source>Training log</source>
        <translation>학습 기록</translation>
    </message>
    <message>
        <source>Loss, accuracy and learning rate, a row for each recorded epoch.</source>
        <translation>기록된 에폭마다 한 행씩 적은 손실, 정확도, 학습률입니다.</translation>
    </message>
    <message>
        <source>NumPy arrays</source>
        <translation>NumPy 배열</translation>
    </message>
    <message>
        <source>The weights and biases of each layer, for np.load.</source>
        <translation>층마다의 가중치와 편향입니다. np.load로 읽습니다.</translation>
    </message>
    <message>
        <source>ONNX</source>
        <translation>ONNX</translation>
    </message>
    <message>
        <source>One graph from a point to the prediction, features included.</source>
        <translation>점에서 예측까지, 특성을 포함한 하나의 그래프입니다.</translation>
    </message>
    <message>
        <source>safetensors</source>
        <translation>safetensors</translation>
    </message>
    <message>
        <source>The weights and biases of each layer, for PyTorch and others.</source>
        <translation>층마다의 가중치와 편향입니다. PyTorch 등에서 읽습니다.</translation>
    </message>
    <message>
        <source>Divides each step by the root of all past squared gradients: the rate only falls.</source>
        <translation>각 스텝을 지금까지의 그레이디언트 제곱합의 제곱근으로 나눕니다. 실제 학습률은 줄기만 합니다.</translation>
    </message>
    <message>
        <source>All weights 0: the units of a layer stay alike, so hidden layers learn nothing useful.</source>
        <translation>가중치가 모두 0이라 한 층의 유닛이 계속 똑같고, 은닉층이 쓸모 있는 것을 배우지 못합니다.</translation>
    </message>
    <message>
        <source>A cloud for each class, apart: straight boundaries are enough.</source>
        <translation>클래스마다 떨어진 구름이 하나씩 있어 곧은 경계로 충분합니다.</translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation>나선</translation>
    </message>
    <message>
        <source>Interleaved arms: needs several units and patience.</source>
        <translation>서로 감긴 두 가닥: 유닛 여러 개와 끈기가 필요합니다.</translation>
    </message>
    <message>
        <source>Moons</source>
        <translation>반달</translation>
    </message>
    <message>
        <source>Two half moons that hold each other.</source>
        <translation>서로 맞물린 두 반달입니다.</translation>
    </message>
    <message>
        <source>Rings</source>
        <translation>고리</translation>
    </message>
    <message>
        <source>Rings around each other, one for each class.</source>
        <translation>클래스마다 하나씩, 서로를 두른 고리입니다.</translation>
    </message>
    <message>
        <source>Checkerboard</source>
        <translation>체스판</translation>
    </message>
    <message>
        <source>Fields in turn: many corners to learn.</source>
        <translation>번갈아 놓인 칸: 배울 모서리가 많습니다.</translation>
    </message>
    <message>
        <source>Blobs</source>
        <translation>군집</translation>
    </message>
    <message>
        <source>A cloud for each class.</source>
        <translation>클래스마다 구름 하나입니다.</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>평면</translation>
    </message>
    <message>
        <source>Values that rise along a diagonal: a linear network fits them.</source>
        <translation>대각선을 따라 커지는 값: 선형 신경망으로도 맞출 수 있습니다.</translation>
    </message>
    <message>
        <source>Hills</source>
        <translation>언덕</translation>
    </message>
    <message>
        <source>Hills and hollows in two rows.</source>
        <translation>두 줄로 놓인 언덕과 골입니다.</translation>
    </message>
    <message>
        <source>Saddle</source>
        <translation>안장</translation>
    </message>
    <message>
        <source>Values that follow the product of x1 and x2.</source>
        <translation>x1과 x2의 곱을 따르는 값입니다.</translation>
    </message>
    <message>
        <source>Ripple</source>
        <translation>물결</translation>
    </message>
    <message>
        <source>Waves that run out from the centre.</source>
        <translation>가운데에서 퍼져 나가는 물결입니다.</translation>
    </message>
    <message>
        <source>Your points</source>
        <translation>내 점</translation>
    </message>
    <message>
        <source>The points you painted or imported.</source>
        <translation>직접 그리거나 가져온 점입니다.</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>완전 연결</translation>
    </message>
    <message>
        <source>Every unit sees every input: weights, a bias, an activation.</source>
        <translation>모든 유닛이 모든 입력을 봅니다: 가중치, 편향, 활성화 함수.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>드롭아웃</translation>
    </message>
    <message>
        <source>While training, switches units off at random, so that none relies on another.</source>
        <translation>훈련하는 동안 유닛을 무작위로 꺼서 서로 기대지 않게 합니다.</translation>
    </message>
    <message>
        <source>Batch norm</source>
        <translation>배치 정규화</translation>
    </message>
    <message>
        <source>Gives each unit mean 0 and deviation 1 over the batch, then scales and shifts.</source>
        <translation>각 유닛을 배치에서 평균 0, 표준편차 1로 맞춘 뒤 γ를 곱하고 β를 더합니다.</translation>
    </message>
    <message>
        <source>Layer norm</source>
        <translation>층 정규화</translation>
    </message>
    <message>
        <source>Gives each point mean 0 and deviation 1 over the layer&apos;s units.</source>
        <translation>각 점마다 층의 유닛 값을 평균 0, 표준편차 1로 맞춥니다.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>What the network says: its units follow from the data and the loss.</source>
        <translation>신경망의 답: 유닛은 데이터와 손실에 따라 정해집니다.</translation>
    </message>
    <message>
        <source>The first coordinate, from left to right.</source>
        <translation>첫째 좌표, 왼쪽에서 오른쪽으로.</translation>
    </message>
    <message>
        <source>The second coordinate, from bottom to top.</source>
        <translation>둘째 좌표, 아래에서 위로.</translation>
    </message>
    <message>
        <source>The square of the first coordinate.</source>
        <translation>첫째 좌표의 제곱입니다.</translation>
    </message>
    <message>
        <source>The square of the second coordinate.</source>
        <translation>둘째 좌표의 제곱입니다.</translation>
    </message>
    <message>
        <source>The product of both coordinates.</source>
        <translation>두 좌표의 곱입니다.</translation>
    </message>
    <message>
        <source>The sine of the first coordinate.</source>
        <translation>첫째 좌표의 사인입니다.</translation>
    </message>
    <message>
        <source>The sine of the second coordinate.</source>
        <translation>둘째 좌표의 사인입니다.</translation>
    </message>
    <message>
        <source>The cosine of the first coordinate.</source>
        <translation>첫째 좌표의 코사인입니다.</translation>
    </message>
    <message>
        <source>The cosine of the second coordinate.</source>
        <translation>둘째 좌표의 코사인입니다.</translation>
    </message>
    <message>
        <source>How much of the last step&apos;s speed is kept; 0.9 adds up about ten steps.</source>
        <translation>지난 스텝의 속도를 얼마나 유지하는지입니다. 0.9면 약 열 스텝이 더해집니다.</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>엡실론</translation>
    </message>
    <message>
        <source>A small number that keeps the division from 0.</source>
        <translation>0으로 나누지 않게 하는 작은 숫자입니다.</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>감쇠</translation>
    </message>
    <message>
        <source>How much is kept from one time to the next.</source>
        <translation>이전 값을 얼마나 유지하는지 정합니다.</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>베타 1</translation>
    </message>
    <message>
        <source>How long the mean of the gradients remembers.</source>
        <translation>그레이디언트의 평균이 얼마나 오래 기억하는지입니다.</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>베타 2</translation>
    </message>
    <message>
        <source>How long the mean of the squared gradients remembers.</source>
        <translation>그레이디언트 제곱의 평균이 얼마나 오래 기억하는지입니다.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>가중치 감쇠</translation>
    </message>
    <message>
        <source>The share of each weight, times the learning rate, taken off at every step.</source>
        <translation>스텝마다 각 가중치에서 학습률을 곱해 덜어 내는 비율입니다.</translation>
    </message>
    <message>
        <source>Every (epochs)</source>
        <translation>간격(에폭)</translation>
    </message>
    <message>
        <source>After how many epochs the learning rate changes.</source>
        <translation>몇 에폭 뒤에 학습률이 바뀌는지입니다.</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>배수</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by.</source>
        <translation>학습률에 곱하는 값입니다.</translation>
    </message>
    <message>
        <source>Length (epochs)</source>
        <translation>길이(에폭)</translation>
    </message>
    <message>
        <source>How many epochs the fall takes.</source>
        <translation>몇 에폭에 걸쳐 내려가는지입니다.</translation>
    </message>
    <message>
        <source>Lowest share</source>
        <translation>최저 비율</translation>
    </message>
    <message>
        <source>Where the fall ends, as a share of the learning rate.</source>
        <translation>내림이 끝나는 곳(학습률에 대한 비율)입니다.</translation>
    </message>
    <message>
        <source>Warm-up (epochs)</source>
        <translation>워밍업(에폭)</translation>
    </message>
    <message>
        <source>The learning rate rises evenly over these first epochs.</source>
        <translation>처음 이만큼의 에폭 동안 학습률이 고르게 올라갑니다.</translation>
    </message>
</context>
<context>
    <name>measures</name>
    <message>
        <source>Train loss</source>
        <translation>훈련 손실</translation>
    </message>
    <message>
        <source>train</source>
        <translation>훈련</translation>
    </message>
    <message>
        <source>Test loss</source>
        <translation>테스트 손실</translation>
    </message>
    <message>
        <source>test</source>
        <translation>테스트</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>acc.</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>par.</source>
        <translation>파라미터</translation>
    </message>
</context>
<context>
    <name>names</name>
    <message>
        <source>Layer {layer}, unit {unit}</source>
        <translation>층 {layer}, 유닛 {unit}</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>특성</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Layer {number} · {kind}</source>
        <translation>층 {number} · {kind}</translation>
    </message>
    <message>
        <source>class {number}</source>
        <translation>클래스 {number}</translation>
    </message>
    <message>
        <source>{layer} · unit {number}</source>
        <translation>{layer} · 유닛 {number}</translation>
    </message>
</context>
</TS>
